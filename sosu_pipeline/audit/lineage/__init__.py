"""Column lineage: which columns each column of every table is made of, back to files.

Derived from the SQL models and the contracts, and declared in one module for tables that Python
makes. What Dagster shows of it belongs in ``assets``.
"""
