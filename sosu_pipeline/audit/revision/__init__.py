"""The audit page: all that was found of one publication, from its figures to the files' lines.

Here belongs what the page holds, what it may tell of small groups, and how it is written and its
bytes remembered. It shows what other rooms have found and finds nothing out by itself but counts.
No row of a person is ever asked for here.
"""
