"""Traces as values: only what a test is about is visible."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sosu_pipeline.audit.tracing.accounts import RowAccount
from sosu_pipeline.audit.tracing.figure import LINES_STEP, ROWS_STEP
from sosu_pipeline.audit.tracing.result import Figure, FileAccount, Step, Sums

UNITS = 40


def a_figure(
    *,
    regnskaber: Sequence[RowAccount] = (),
    filer: Sequence[FileAccount] = (),
    personer: int = UNITS,
    er_skjult: bool = False,
) -> Figure:
    """Return a figure of forty units; the steps are those of its accounts, rows and lines."""
    steps = [
        *(Step(each.tabel, "", each.behandlet, each.behandlet, holder=True) for each in regnskaber),
        *(Step(name, "", UNITS, UNITS, holder=True) for name in (ROWS_STEP, LINES_STEP)),
    ]
    return Figure(
        titel="01-a i 2027",
        kpi="kpi_optag",
        definition={},
        sums=Sums(
            enheder=UNITS,
            med_raekker=UNITS,
            taeller=Decimal(UNITS),
            naevner=None,
            personer=personer,
            vaerdi=Decimal(UNITS),
        ),
        er_skjult=er_skjult,
        egne_trin=steps,
        regnskaber=regnskaber,
        vejen={},
        filer=filer,
        karantaene={},
        linjer=None,
    )


def a_file(name: str, lines: int) -> FileAccount:
    """Return a file with lines behind the figure, numbered from the one after its header."""
    return FileAccount(
        kilde="uddannelsesforhold",
        levering=name,
        filnavn=name,
        sha256="0" * 64,
        ankomst=date(2027, 9, 1),
        kontrakt_version=1,
        status="accepteret",
        linjer=100,
        accepteret=100,
        karantaene=0,
        erstattet=0,
        bag_tallet=lines,
        foerste_linjer=range(2, 2 + min(lines, 20)),
    )
