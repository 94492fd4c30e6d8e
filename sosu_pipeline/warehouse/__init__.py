"""The only room that speaks SQL to an engine.

Here belong SQL models, the select from a contract to staging, and writes. Reading files, judging
values and deciding what is published belong in the rooms beside this one, lineage in ``audit``.
"""
