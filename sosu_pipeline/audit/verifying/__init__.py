"""From what is published to what is archived: is everything still as it was written?

Here belongs the examination of kept publications, archived files, their arrivals, the status
history and the access log. What is wrong is named and never mended; it is read as anybody would,
so that a fault of the writing is not a fault of the examination too.
"""
