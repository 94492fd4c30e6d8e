"""For auditors: a published figure followed back to file lines, and everything kept examined.

Here belong traces, lineage and its drawings, what proves that nothing kept has been altered, and
the log of who has seen what. It changes nothing but that log; what it looks at is made by the
rooms beside it.
"""
