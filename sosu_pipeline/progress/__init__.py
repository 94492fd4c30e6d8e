"""Progress: how far a goal has come, judged by pure functions.

Here belong daily series, forecasts with their intervals, statuses and the Danish sentence that
gives the reason. A clock, SQL, Dagster and pandas do not belong here: whoever asks brings a goal
and the evidence for it.
"""
