"""The same job without the pipeline: survey answers from CSV to the KPI, written as Parquet.

Each module is run as ``python -m benchmarks.peers.<module> <answers.csv> <folder>``, writes
``kpi.parquet`` to the folder and prints the seconds its work took after its imports. None of them
validates, pseudonymises or keeps an account of the lines; what they yield is what the KPI says.
"""
