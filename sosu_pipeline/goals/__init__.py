"""Goals for one night: declarations, marts and the rules of progress put together.

Here a school's goals meet their figures and become rows, and the page of what is promised is
written. The promises themselves belong in ``declarations``, SQL in ``warehouse``, and the rules by
which a goal is judged in ``progress``.
"""
