"""The only room that opens a delivered file: find, archive, sniff and read, per format.

Here belong the landing folder, the archive, the dialects of files and the way from a file's lines
to text columns with the identities already protected. Judging values belongs in ``expectations``,
tables in ``warehouse`` and the making of pseudonyms in ``privacy``, which is passed in.
"""
