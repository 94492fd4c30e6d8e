"""What may be shown: the marts that count people, with small groups hidden, in schema ``vist``.

This is the only way out for a figure. Published tables read these and not the marts behind them,
and nobody's number of people comes with them. Which rows are hidden is decided in ``privacy``.
"""

from collections.abc import Mapping, Sequence

import duckdb

from sosu_pipeline.naming import SHOWN, Layer
from sosu_pipeline.privacy.disclosure.published import KEYS, Level
from sosu_pipeline.publishing.given import MARTS, OWN_COLUMNS
from sosu_pipeline.publishing.hiding import GOAL_FLAGS, GoalMeasure, register_hidden
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.nights import HIDDEN_NOW

FIGURES = ("taeller", "naevner", "vaerdi")
VALUE = """case
        when naevner is null then taeller
        else cast(taeller / nullif(naevner, 0) as decimal(18, 4))
    end as vaerdi"""
TOLD_IN_WORDS = (
    "basis",
    "samme_dag_basis",
    "maaltal",
    "forventet_nu",
    "prognose",
    "prognose_fra",
    "prognose_til",
    "fremdrift",
    "mangler",
    "mangler_pr_maaned",
    "grund",
)
STEPS = {
    "maal_skridt": (
        "genregnet",
        "med_gammel_ordlyd",
        "maaltal_genregnet",
        "maaltal_med_gammel_ordlyd",
    ),
    "kpi_skridt": ("til_datadato", "genregnet"),
}
SHOWN_MARTS = (*MARTS.values(), "maal_status", "maal_aar", "maal_ved_siden_af", *STEPS)
"""The marts with figures of people, each of which has its table in ``vist``."""
FEWEST = """least(
        coalesce(nullif(personer, 0), basis_personer), coalesce(nullif(basis_personer, 0), personer)
    ) as personer"""
LIMITS = """
left join (
    select
        i.skole as limit_skole, k.kpi as limit_kpi,
        if(k.graense = 'trivsel', i.smaa_celler_trivsel, i.smaa_celler_personer) as mindst
    from staging.indstillinger as i cross join marts.kpi_katalog as k
) on skole = limit_skole and kpi = limit_kpi"""
REASON = """coalesce(
        'skjult for at beskytte en gruppe på færre end ' || mindst || ' personer',
        'skjult, fordi skolens grænse for små grupper ikke er kendt'
    )"""
TOO_FEW = "coalesce(personer > 0 and coalesce(personer < mindst, true), false)"


def build_shown(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[GoalMeasure],
    models: Mapping[str, Model],
) -> None:
    """Build every table of ``vist``: figures that may not be shown are NULL, with the reason.

    Args:
        connection: the warehouse, its marts built.
        measures: what the goals of every school measure, beside them too.
        models: the KPI models by name.
    """
    register_hidden(connection, measures, models)
    connection.execute(f"drop schema if exists {SHOWN} cascade")
    connection.execute(f"create schema {SHOWN}")
    for level, mart in MARTS.items():
        _build(connection, mart, f"*, {VALUE}", _flag(level), besides=_left_out(level))
    status = f"* exclude (aktuel, personer), aktuel as vaerdi, {FEWEST}"
    said = _says("maal_status", "tal.naevnte_aar", earlier=True)
    _build(connection, "maal_status", status, said, figures=(*FIGURES, *TOLD_IN_WORDS))
    figure = "* exclude (aktuel), aktuel as vaerdi"
    _build(connection, "maal_aar", figure, _says("maal_aar", "[tal.aar]"))
    beside = _says("maal_ved_siden_af", "[tal.aar]", place="['ved_siden_af', tal.nr::varchar]")
    _build(connection, "maal_ved_siden_af", figure, beside)
    for name, flag in {
        "maal_skridt": _says("maal_skridt", "[tal.aar]"),
        "kpi_skridt": _flag(Level.SCHOOL),
    }.items():
        _build(connection, name, "*", flag, figures=STEPS[name])


def _build(  # noqa: PLR0913 - a table, and what hides it
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: str,
    flag: str,
    *,
    figures: Sequence[str] = FIGURES,
    besides: str = "false",
) -> None:
    """Build one table; rows for which ``besides`` holds are not in it at all."""
    told = ", ".join(f"if(er_skjult, null, {each}) as {each}" for each in figures)
    connection.execute(f"""
    create table {SHOWN}.{name} as
    select
        * exclude (personer, mindst, er_skjult) replace ({told}),
        if(er_skjult, {REASON}, null) as skjult_aarsag,
    from (
        select tal.* exclude (limit_skole, limit_kpi), {TOO_FEW} or ({flag}) as er_skjult
        from (select * from (select {columns} from {Layer.MARTS}.{name}) {LIMITS}) as tal
        where not ({besides})
    )""")


def _flag(level: Level) -> str:
    """Return the condition for a row that is hidden at its level."""
    return f"exists ({_same_row(level)} and flag.er_skjult)"


def _left_out(level: Level) -> str:
    return f"exists ({_same_row(level)} and flag.er_udeladt)"


def _same_row(level: Level) -> str:
    same = " and ".join(
        f"flag.{name} = tal.{name}"
        if name in OWN_COLUMNS
        else f"flag.{name} = coalesce(tal.{name}, '')"
        for name in KEYS[level]
    )
    return f"select 1 from {HIDDEN_NOW} as flag where flag.niveau = '{level}' and {same}"


def _says(name: str, years: str, *, place: str | None = None, earlier: bool = False) -> str:
    """Return the condition for a goal's row that names a year whose figure is hidden.

    An earlier night's row is a point on its year's way, and hidden where that is.
    """
    placed = f"flag.navn[3:] = {place}" if place else "flag.navn[3] in ('maaling', 'basis')"
    last = f"(select max(dato) from {Layer.MARTS}.{name})"
    way = f" or (flag.maaneder_er_skjult and tal.dato < {last})" if earlier else ""
    return (
        f"exists (select 1 from {GOAL_FLAGS} as flag where flag.skole = tal.skole "
        f"and flag.navn[1] = tal.plan and flag.navn[2] = tal.maal and {placed} "
        f"and list_contains({years}, flag.aar) and (flag.aar_er_skjult{way}))"
    )
