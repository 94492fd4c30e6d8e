"""Declarations: what the school has decided, read from ``data/`` into frozen models.

Here belong the models of contracts, schools and code lists, the reading of their files, and the
errors that name file, line and remedy. Delivered data does not belong here, nor anything that
opens a delivery, speaks SQL or knows what a KPI is.
"""
