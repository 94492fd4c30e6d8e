"""Bare DuckDB at its fastest: typed while it is read, nothing kept on disk but the KPI."""

import sys
import time
from pathlib import Path

import duckdb

from benchmarks.peers.bare_duckdb import KPI, MEMORY

READ_TYPED = """
create table staging as
select * rename ("uge/dato" as dato)
from read_csv(
    $csv,
    delim = ';',
    header = true,
    nullstr = ['', 'Ved ikke'],
    dateformat = '%d-%m-%Y',
    types = {'afdeling': 'varchar', 'uge/dato': 'date', 'svar': 'bigint'}
)"""


def main(csv: Path, folder: Path) -> None:
    """Do the job and print how long it took."""
    start = time.perf_counter()
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        connection.execute(READ_TYPED, {"csv": str(csv)})
        connection.sql(KPI).write_parquet(str(folder / "kpi.parquet"))
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
