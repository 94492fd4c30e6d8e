"""What keeps a person from being known: pseudonyms on the way in, disclosure on the way out.

Here belong the judging and masking of CPR numbers, keyed pseudonyms and the hiding of small
groups. Opening files, writing tables and settings such as the key's place do not belong here.
"""
