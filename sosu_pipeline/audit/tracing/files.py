"""The delivered files behind a figure: what became of their lines, and whether they are intact."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sosu_pipeline.audit.tracing.lines import LINES
from sosu_pipeline.audit.tracing.result import FileAccount, Step
from sosu_pipeline.audit.tracing.tables import FILES, ROOM, TracedTables
from sosu_pipeline.naming import Layer
from sosu_pipeline.warehouse.account import ACCOUNT
from sosu_pipeline.warehouse.tables import QUARANTINE

FIRST_LINES = 20
VERIFY = "kør sosu verify, og hent filen fra en sikkerhedskopi"


def files_behind(tables: TracedTables, feeds: Sequence[str], skole: str) -> list[FileAccount]:
    """Return every file that had arrived of some feeds, in order of arrival."""
    rows = tables.connection.execute(
        f"""
        with bag as (
            select
                linje_nr >> {ROOM} as fil_nr, count(*) as antal,
                list(linje_nr & ((1::bigint << {ROOM}) - 1) order by linje_nr)[:{FIRST_LINES}]
                    as foerste_linjer
            from (select distinct linje_nr from {LINES} where grund is null) group by all
        )
        select
            regnskab.kilde, levering, regnskab.filnavn, regnskab.fil, regnskab.ankomst,
            filer.kontrakt_version, regnskab.status, regnskab.linjer, accepteret, karantaene,
            erstattet, coalesce(bag.antal, 0), coalesce(bag.foerste_linjer, [])
        from {ACCOUNT} as regnskab
        inner join {FILES} as filer using (levering, fil)
        left join bag using (fil_nr)
        where regnskab.skole = ? and list_contains(?, regnskab.kilde)
        order by regnskab.kilde, filer.raekkefoelge, regnskab.filnavn
        """,
        [skole, list(feeds)],
    ).fetchall()
    names = FileAccount.__dataclass_fields__
    return [FileAccount(**dict(zip(names, row, strict=True))) for row in rows]


def quarantined(
    tables: TracedTables, feeds: Sequence[str], skole: str
) -> Mapping[tuple[str, str], int]:
    """Return the refused lines of some feeds, by feed and rule."""
    rows = tables.connection.execute(
        f"select kilde, regel, count(distinct (levering, fil, linje)) from {QUARANTINE} "
        "where skole = ? and alvor = 'bloker' and list_contains(?, kilde) "
        "group by all order by all",
        [skole, list(feeds)],
    ).fetchall()
    return {(kilde, regel): antal for kilde, regel, antal in rows}


def rows_and_traced(tables: TracedTables) -> tuple[int, int]:
    """Return the number of counted rows, and of those that some line stands behind."""
    ((rows, traced),) = tables.connection.execute(
        f"select count(distinct raekke), count(distinct raekke) filter (linje_nr is not null) "
        f"from {LINES} where grund is null"
    ).fetchall()
    return rows, traced


def lines_and_found(tables: TracedTables) -> tuple[int, int]:
    """Return the number of lines behind the figure, and of those found where files are read to."""
    wanted = (
        f"select distinct kilde, levering, fil, linje_nr & ((1::bigint << {ROOM}) - 1) as linje "
        f"from {LINES} inner join {FILES} on linje_nr >> {ROOM} = fil_nr where grund is null"
    )
    connection = tables.connection
    counts = connection.execute(f"select kilde, count(*) from ({wanted}) group by kilde").fetchall()
    found = 0
    for kilde, _ in counts:
        raw = f"{Layer.RAW}.{kilde}"
        ((antal,),) = connection.execute(
            f"select count(*) from ({wanted}) as linjer where kilde = ? and exists "
            f"(from {raw} as raa where raa.levering = linjer.levering and raa.fil = linjer.fil "
            "and raa.linje = linjer.linje)",
            [kilde],
        ).fetchall()
        found += antal
    return sum(antal for _, antal in counts), found


def file_steps(files: Sequence[FileAccount], verify: Callable[[str], bool]) -> Iterator[Step]:
    """Return the steps that hold the files against the row account and the archive."""
    lines = sum(each.linjer for each in files)
    placed = sum(each.accepteret + each.karantaene + each.erstattet for each in files)
    text = "Filernes linjer er accepteret, i karantæne eller erstattet af en senere levering"
    yield Step(
        "Rækkeregnskab", text, lines, placed, lines == placed and all(f.holds for f in files)
    )
    behind = {each.sha256 for each in files if each.bag_tallet}
    intact = sum(map(verify, sorted(behind)))
    is_whole = intact == len(behind)
    text = "Filerne bag tallet ligger uændret i arkivet"
    yield Step("Arkiv", text, len(behind), intact, is_whole, "" if is_whole else VERIFY)
