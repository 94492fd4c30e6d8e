"""The delivered files behind a figure: what became of their lines, and whether they are intact."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from sosu_pipeline.audit.tracing.lines import LINES
from sosu_pipeline.audit.tracing.result import FileAccount, Step
from sosu_pipeline.audit.tracing.tables import FILES, ROOM, TracedTables
from sosu_pipeline.naming import Layer
from sosu_pipeline.warehouse.account import ACCOUNT
from sosu_pipeline.warehouse.tables import QUARANTINE

FIRST_LINES = 20
VERIFY = "kør sosu verify, og hent filen fra en sikkerhedskopi"


class LinesBehind(NamedTuple):
    """The lines of a file behind a figure: how many, and the first of them."""

    bag_tallet: int
    foerste_linjer: Sequence[int]


def lines_behind(tables: TracedTables) -> Mapping[int, LinesBehind]:
    """Return the lines behind a figure, by the number of their file."""
    rows = tables.connection.execute(
        f"select linje_nr >> {ROOM} as fil_nr, count(*), "
        f"min(linje_nr & ((1::bigint << {ROOM}) - 1), {FIRST_LINES}) "
        f"from (select distinct linje_nr from {LINES}) group by fil_nr"
    ).fetchall()
    return {number: LinesBehind(*told) for number, *told in rows}


def lines_found(tables: TracedTables, behind: Iterable[int]) -> int:
    """Return how many lines behind a figure are found where its files, by number, are read to."""
    numbers = defaultdict(list)
    for number in behind:
        numbers[tables.feed_of(number)].append(number)
    read = " union all ".join(
        f"select (fil_nr << {ROOM}) + linje as linje_nr from {Layer.RAW}.{kilde} "
        f"inner join {FILES} as filer using (levering, fil) where list_contains({of}, fil_nr)"
        for kilde, of in numbers.items()
    )
    if not read:
        return 0
    ((found,),) = tables.connection.execute(
        f"select count(*) from (select distinct linje_nr from {LINES}) "
        f"semi join ({read}) using (linje_nr)"
    ).fetchall()
    return int(found)


def rows_with_lines(tables: TracedTables) -> int:
    """Return the number of counted rows that some line stands behind."""
    query = f"select count(distinct raekke) from {LINES}"
    ((rows,),) = tables.connection.execute(query).fetchall()
    return int(rows)


@dataclass(frozen=True)
class Files:
    """What became of the lines of every delivered file, read once for all figures."""

    tables: TracedTables

    def behind(
        self, feeds: Sequence[str], skole: str, lines: Mapping[int, LinesBehind]
    ) -> list[FileAccount]:
        """Return a school's files of some feeds that had arrived, in order of arrival."""
        return [
            replace(account, **lines[number]._asdict()) if number in lines else account
            for number, whose, account in self._accounts
            if whose == skole and account.kilde in feeds
        ]

    def quarantined(self, feeds: Sequence[str], skole: str) -> Mapping[tuple[str, str], int]:
        """Return the refused lines of a school's feeds, by feed and rule."""
        return {
            (kilde, regel): antal
            for whose, kilde, regel, antal in self._refused
            if whose == skole and kilde in feeds
        }

    @cached_property
    def _accounts(self) -> list[tuple[int, str, FileAccount]]:
        """The number of every file, whose it is, and its account with no lines behind a figure."""
        rows = self.tables.connection.execute(f"""
        select
            filer.fil_nr, regnskab.skole, regnskab.kilde, levering, regnskab.filnavn,
            regnskab.fil, regnskab.ankomst, filer.kontrakt_version, regnskab.status,
            regnskab.linjer, accepteret, karantaene, erstattet, 0, []
        from {ACCOUNT} as regnskab
        inner join {FILES} as filer using (levering, fil)
        order by regnskab.kilde, filer.raekkefoelge, regnskab.filnavn
        """).fetchall()
        names = FileAccount.__dataclass_fields__
        return [
            (number, skole, FileAccount(**dict(zip(names, told, strict=True))))
            for number, skole, *told in rows
        ]

    @cached_property
    def _refused(self) -> list[tuple[Any, ...]]:
        return self.tables.connection.execute(
            "select skole, kilde, regel, count(distinct (levering, fil, linje)) "
            f"from {QUARANTINE} where alvor = 'bloker' group by all order by all"
        ).fetchall()


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
