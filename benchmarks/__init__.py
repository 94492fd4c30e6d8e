"""Speed and memory, measured against the limits and against peers doing the same job.

Here belong the drawing of input, the running of whole processes and the table of what they took.
Nothing is asserted: a test that fails because a machine is busy teaches nobody anything.
"""
