"""A figure's trace as the page tells it: without rows, without persons, without small groups."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sosu_pipeline.audit.revision.shown import (
    AccountShown,
    CountShown,
    Fact,
    FigureShown,
    FileLink,
    StepShown,
)
from sosu_pipeline.audit.revision.small import may_tell, told_parts
from sosu_pipeline.audit.tracing.accounts import RowAccount
from sosu_pipeline.audit.tracing.figure import ROWS_AND_LINES
from sosu_pipeline.audit.tracing.page import number
from sosu_pipeline.audit.tracing.page import shown as shown_numbers
from sosu_pipeline.audit.tracing.reasons import in_words
from sosu_pipeline.audit.tracing.result import Figure, FileAccount, Step, Sums

COUNTED, SEVERAL, SEVERAL_FILES = "talt", "flere grunde", "flere filer tilsammen"
UNTOLD = "vises ikke"
PART_OF = "tæller med under flere filer"
FIRST = 20


def show_figure(figure: Figure, smallest: int, place: str) -> FigureShown:
    """Return a figure's trace; a hidden one tells whether each step holds, and no number.

    Args:
        figure: the trace.
        smallest: how many a group has to be to be told of.
        place: the figure's place on the page.
    """
    feeds = tuple(dict.fromkeys(each.kilde for each in figure.filer))
    accounts = () if figure.er_skjult else show_accounts(figure.regnskaber, smallest)
    files, tells_lines = _files(figure, smallest)
    untold = {each.tabel for each in accounts if each.i_alt == UNTOLD}
    tells_rows = all(may_tell(each.talt, smallest) for each in figure.regnskaber)
    if not (tells_lines and tells_rows):
        untold |= ROWS_AND_LINES
    return FigureShown(
        id=place,
        titel=figure.titel,
        er_skjult=figure.er_skjult,
        definition=tuple(Fact(name, text) for name, text in figure.definition.items()),
        summer=() if figure.er_skjult else _sums(figure.sums, smallest),
        trin=show_steps(figure.egne_trin, untold, is_hidden=figure.er_skjult),
        regnskaber=accounts,
        filer=files,
        kilder=feeds,
        veje=tuple(figure.vejen),
    )


def show_accounts(accounts: Iterable[RowAccount], smallest: int) -> tuple[AccountShown, ...]:
    """Return accounts of rows with small counts told together or not at all."""
    return tuple(_account(account, smallest) for account in accounts)


def show_steps(
    steps: Iterable[Step], untold: Iterable[str], *, is_hidden: bool = False
) -> tuple[StepShown, ...]:
    """Return steps, those that are untold without their numbers."""
    silent = frozenset(untold)
    return tuple(
        StepShown(
            step.navn,
            step.tekst,
            "" if is_hidden or step.navn in silent else shown_numbers(step, is_hidden=False),
            step.holder,
        )
        for step in steps
    )


def lines_of(file: FileAccount) -> str:
    """Write the first of the lines behind a figure."""
    numbers = ", ".join(map(str, file.foerste_linjer[:FIRST]))
    rest = f" (de første {FIRST} af {number(file.bag_tallet)})" if file.bag_tallet > FIRST else ""
    return f"linje {numbers}{rest}"


def _account(account: RowAccount, smallest: int) -> AccountShown:
    left_out = told_parts(account.udeladt, smallest)
    tells_counted = may_tell(account.talt, smallest)
    counted = number(account.talt) if tells_counted else _fewer(smallest)
    parts = [CountShown(COUNTED, (), counted)]
    for part in left_out.dele:
        words = ", ".join(map(in_words, part.navne))
        text = words if len(part.navne) == 1 else f"{SEVERAL} ({words})"
        told = _fewer(smallest) if part.antal is None else number(part.antal)
        parts.append(CountShown(text, part.navne, told))
    tells_total = left_out.viser_total and tells_counted
    total = number(account.behandlet) if tells_total else UNTOLD
    return AccountShown(account.tabel, tuple(parts), total)


def _files(figure: Figure, smallest: int) -> tuple[tuple[FileLink, ...], bool]:
    """Return the files behind a figure with their lines, and whether the lines' total is told."""
    behind = [each for each in figure.filer if each.bag_tallet]
    if figure.er_skjult:
        return (), True
    told = told_parts({place_of(each): each.bag_tallet for each in behind}, smallest)
    alone = {part.navne[0] for part in told.dele if len(part.navne) == 1 and part.antal}
    links = [_link(each, is_told=place_of(each) in alone) for each in behind]
    for part in told.dele:
        if len(part.navne) > 1 or part.antal is None:
            antal = _fewer(smallest) if part.antal is None else number(part.antal)
            links.append(FileLink(id="", navn=SEVERAL_FILES, antal=antal, linjer=""))
    return tuple(links), told.viser_total


def _link(file: FileAccount, *, is_told: bool) -> FileLink:
    return FileLink(
        id=place_of(file),
        navn=file.filnavn,
        antal=number(file.bag_tallet) if is_told else PART_OF,
        linjer=lines_of(file) if is_told else "",
    )


def place_of(file: FileAccount) -> str:
    """Return a file's place on the page."""
    return file_place(file.levering, file.sha256)


def file_place(levering: str, sha256: str) -> str:
    """Return the place on the page of a file in a delivery."""
    return f"fil-{levering}-{sha256[:8]}"


def _sums(sums: Sums, smallest: int) -> tuple[Fact, ...]:
    """Return what the figure adds up to; people only where units do not tell of a few."""
    people = sums.personer
    if people is not None and not may_tell(abs(sums.enheder - people), smallest):
        people = None
    parts: Sequence[tuple[str, Decimal | int | None]] = (
        ("Enheder", sums.enheder),
        ("Tæller", sums.taeller),
        ("Nævner", sums.naevner),
        ("Personer", people),
        ("Værdi", sums.vaerdi),
    )
    return tuple(Fact(name, number(_rounded(value))) for name, value in parts if value is not None)


def _rounded(value: Decimal | int | None) -> Decimal | int | None:
    return round(value, 4) if isinstance(value, Decimal) else value


def _fewer(smallest: int) -> str:
    return f"færre end {smallest}"
