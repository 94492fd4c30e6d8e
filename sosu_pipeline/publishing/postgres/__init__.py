"""The current publication in PostgreSQL: loaded beside what readers have, and swapped in one step.

Here belong the connection, the tables' own DDL, the loading, the swap and what is said when a
database will not. What is published belongs in ``publishing``; that it happens after the pointer
has moved, in ``assets``. Nothing here is needed for the Parquet publication, nor can harm it.
"""
