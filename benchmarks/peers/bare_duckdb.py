"""Bare DuckDB: text kept, typed rows kept, KPI written, as the pipeline keeps and writes them."""

import sys
import time
from pathlib import Path

import duckdb

MEMORY = "1GB"
KEEP_TEXT = """
create table raw as
select * from read_csv($csv, delim = ';', header = true, all_varchar = true)"""
KEEP_TYPED = """
create table staging as
select
    respondent,
    hold,
    uddannelse,
    uddannelsesdel,
    afdeling,
    strptime("uge/dato", '%d-%m-%Y')::date as dato,
    spoergsmaal,
    indikator,
    nullif(svar, 'Ved ikke')::bigint as svar
from raw"""
KPI = """
with runder as (
    select dato, indikator, count(distinct spoergsmaal) as spoergsmaal_antal
    from staging
    group by all
),

scorer as (
    select
        respondent,
        dato,
        indikator,
        min(uddannelse) as uddannelse,
        min(uddannelsesdel) as uddannelsesdel,
        min(afdeling) as afdeling,
        count(svar) as besvaret_antal,
        cast(sum(svar) / count(svar) as decimal(18, 10)) as score
    from staging
    group by all
)

select
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    indikator,
    sum(score) as taeller,
    count(*) as naevner,
    count(distinct respondent) as personer
from scorer
inner join runder using (dato, indikator)
where besvaret_antal >= spoergsmaal_antal * 0.5
group by all"""


def main(csv: Path, folder: Path) -> None:
    """Do the job and print how long it took."""
    start = time.perf_counter()
    with duckdb.connect(str(folder / "bare.duckdb"), config={"memory_limit": MEMORY}) as connection:
        connection.execute(KEEP_TEXT, {"csv": str(csv)})
        connection.execute(KEEP_TYPED)
        connection.execute(f"create table kpi as {KPI}")
        connection.table("kpi").write_parquet(str(folder / "kpi.parquet"))
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
