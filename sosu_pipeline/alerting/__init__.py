"""What a night came to, in one short message to those who asked for it.

Here belong the reading of a run's recorded outcomes, the message about it and its sending. When
a message is sent belongs in ``automation`` and the command line.
"""
