"""What can be known of the project without Power BI: read back from its files and examined.

Here belong readers of the files that are written, and one module for each kind of check. They
see text only, so that a project that somebody has changed by hand is held to the same. How the
files come to be belongs in the folder above.
"""
