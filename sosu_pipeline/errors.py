"""The base of every error whose text is meant for the person at the keyboard."""


class UserError(Exception):
    """One Danish sentence with the remedy; the command line shows it without a traceback."""
