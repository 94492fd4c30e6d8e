"""From a figure back to the lines of the files it was counted from, adding up at every step.

Here belongs how a row is followed back through the models' own SQL and how a trace is shown. What
a figure means belongs to the models and declarations, and what is published is read as any reader
reads it. The warehouse is only read.
"""
