"""The only room that imports Great Expectations, and it does so late.

Here belong the rules that a contract states, the suite they become, and the verdicts on distinct
values. Finding the refused lines, and what a broken rule leads to, belong in ``warehouse``.
"""
