"""A star's largest table: invented figures as a publication, and the same rows as CSV.

Run as ``python -m benchmarks.stars <rows> <folder>``. It has the fifteen columns of
``fakt_maaling`` and nobody's figures.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from benchmarks.database import CSV, KEY
from sosu_pipeline.publishing.contract import (
    DATA_UNTIL,
    PUBLICATION_ID,
    PublishedColumn,
    PublishedContract,
    PublishedTable,
)
from sosu_pipeline.publishing.folder import move_pointer, write_publication
from sosu_pipeline.publishing.publication import Publication, PublicationFacts

TABLE = "fakt_maaling"
_SELECT = """
select
    (1 + i % 32)::bigint as kpi_noegle,
    1::bigint as skole_noegle,
    (year(maaned) * 10000 + month(maaned) * 100 + 1)::bigint as dato_noegle,
    (1 + hash(i) % 3)::bigint as uddannelse_noegle,
    (1 + hash(i) % 4)::bigint as uddannelsesdel_noegle,
    (1 + hash(i) % 6)::bigint as afdeling_noegle,
    (1 + i // 32 // 120)::bigint as kommune_noegle,
    ['', 'Velbefindende', 'Læringsmiljø', 'Sygdom eller barsel'][1 + i % 4] as opdeling,
    year(maaned)::bigint as aar,
    case when skjult then null else (hash(i) % 97700 / 100)::decimal(18, 4) end as taeller,
    case when skjult then null else (1 + hash(i) % 1300)::decimal(18, 4) end as naevner,
    case when skjult then null else (hash(i) % 10000 / 10000)::decimal(18, 4) end as vaerdi,
    case when skjult then 'færre end 3 personer' end as skjult_aarsag,
    date '2027-10-15' as data_pr
from (
    select
        i,
        date '2018-01-01' + to_months((i // 32 % 120)::integer) as maaned,
        hash(i) % 11 = 0 as skjult
    from range($rows) as r (i)
) as tal"""


def draw_star(rows: int, folder: Path) -> Publication:
    """Publish that many rows, point at them, and write them as CSV too."""
    facts = PublicationFacts(
        pr_dato=date(2027, 10, 15),
        publiceret=datetime.now(UTC),
        datadatoer={},
        kode_version="1",
        koersel="maaling",
    )
    with duckdb.connect() as connection:
        select = _SELECT.replace("$rows", str(rows))
        connection.execute(f"create schema published; create view published.{TABLE} as {select}")
        described = connection.execute(f"describe published.{TABLE}").fetchall()
        contract = _contract({name: kind for name, kind, *_ in described})
        publication = write_publication(connection, folder, contract=contract, facts=facts)
        path = publication.paths(folder)[TABLE]
        connection.read_parquet(str(path)).write_csv(str(folder / CSV), header=True)
    move_pointer(folder, publication)
    return publication


def _contract(types: dict[str, str]) -> PublishedContract:
    columns = tuple(
        PublishedColumn.model_validate({"navn": name, "type": kind, "tekst": name})
        for name, kind in {**types, DATA_UNTIL: "DATE", PUBLICATION_ID: "VARCHAR"}.items()
    )
    table = PublishedTable(
        navn=TABLE,
        titel="Målinger",
        beskrivelse="Til måling.",
        grain="et tal",
        noegle=KEY,
        kolonner=columns,
    )
    return PublishedContract(tabeller=(table,))


if __name__ == "__main__":
    draw_star(int(sys.argv[1]), Path(sys.argv[2]))
