"""What moved since readers last looked: tonight's shown figures beside those of the night before.

Both sides are read from what may be shown, so a figure that is hidden on either night says nothing
here but its goal's status.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb
import pyarrow as pa

from sosu_pipeline.naming import SHOWN, Layer, table_name
from sosu_pipeline.publishing.bands import Band
from sosu_pipeline.publishing.moves import Cause, Pair
from sosu_pipeline.warehouse.building import build_registered
from sosu_pipeline.warehouse.models import NO_BAND
from sosu_pipeline.warehouse.nights import BEFORE, FIGURE, NOW, night_select
from sosu_pipeline.warehouse.reference import SETTINGS

MOVES: Final = table_name(Layer.MARTS, "aendringer")
DEFINITIONS: Final = table_name(Layer.MARTS, "kpi_definition")
TEXT, NUMBER, DAY = pa.string(), pa.decimal128(18, 4), pa.date32()
PARTS: Final[Mapping[Cause, str]] = {
    cause: f"heraf_{cause}" for cause in Cause if cause is not Cause.TID
}
NAMED: Final = ("skole", "art", "plan", "navn", "opdeling", "aar", "titel")
ROWS = pa.schema(
    {
        **dict.fromkeys(NAMED, TEXT),
        "aar": pa.int64(),
        "enhed": TEXT,
        "foer_dato": DAY,
        "dato": DAY,
        "datadato": DAY,
        **dict.fromkeys(("foer", "efter", "forskel", *PARTS.values()), NUMBER),
        **dict.fromkeys(("aarsag", "grund", "status_foer", "status_efter"), TEXT),
        "er_forvaerret": pa.bool_(),
        "skjult_aarsag": TEXT,
        "advarsel": TEXT,
    }
)


def _band(name: str, default: str) -> str:
    """Return a band as the KPI's header says it, else as the school does; NULL is no limit."""
    declared = f"coalesce(try_cast(k.{name} as {FIGURE}), {default}::{FIGURE})"
    return f"if(k.{name} = '{NO_BAND}', null, {declared}) as {name}"


_NOW = f"""
select
    s.skole, 'kpi' as art, '' as plan, s.kpi as navn, s.kpi, coalesce(s.opdeling, '') as opdeling,
    s.aar, $dato::date as dato, k.titel, nullif(k.enhed, 'målets egen') as enhed, s.vaerdi,
    null as status, t.datadato, coalesce(t.til_datadato, s.vaerdi) as til_datadato, d.definition,
    '' as ordlyd, s.skjult_aarsag, t.genregnet, null as med_gammel_ordlyd, '' as ordlyd_foer,
    t.skjult_aarsag as mellem_skjult
from {SHOWN}.kpi_skole as s
inner join marts.kpi_katalog as k on s.kpi = k.kpi
left join {DEFINITIONS} as d on s.kpi = d.kpi and s.skole = d.skole
left join {SHOWN}.kpi_skridt as t
    on s.kpi = t.kpi and s.skole = t.skole and s.aar = t.aar
    and s.opdeling is not distinct from t.opdeling
union all by name
select
    s.skole, maalt.art, s.plan, s.maal as navn, t.kpi, '' as opdeling, t.aar, $dato::date as dato,
    s.titel, s.enhed, if(maalt.art = 'maal', s.vaerdi, s.maaltal) as vaerdi,
    if(maalt.art = 'maal', s.status, null) as status, s.datadato,
    if(maalt.art = 'maal', s.vaerdi, s.maaltal) as til_datadato,
    concat_ws('+', d.definition, b.definition) as definition, t.ordlyd, s.skjult_aarsag,
    if(maalt.art = 'maal', t.genregnet, t.maaltal_genregnet) as genregnet,
    if(
        maalt.art = 'maal', t.med_gammel_ordlyd, t.maaltal_med_gammel_ordlyd
    ) as med_gammel_ordlyd,
    t.ordlyd_foer, t.skjult_aarsag as mellem_skjult
from {SHOWN}.maal_status as s
cross join (values ('maal'), ('maaltal')) as maalt(art)
inner join {SHOWN}.maal_skridt as t using (skole, plan, maal, dato)
left join {DEFINITIONS} as d on t.kpi = d.kpi and t.skole = d.skole
left join {DEFINITIONS} as b on t.basis_kpi = b.kpi and t.skole = b.skole
where s.dato = $dato
"""
_PAIRS = f"""
with par as (
    select
        n.*, f.dato as foer_dato, f.datadato as foer_datadato, f.status as status_foer,
        n.status as status_efter, f.til_datadato as foer_til_datadato,
        f.definition is distinct from n.definition as er_ny_definition,
        f.ordlyd is distinct from n.ordlyd as er_ny_ordlyd,
        f.ordlyd is distinct from n.ordlyd_foer as er_omskrevet,
        coalesce(n.skjult_aarsag, f.skjult_aarsag) as begge_vist,
        f.aar is distinct from n.aar as er_andet_aar, f.vaerdi as foer_vaerdi,
        greatest(abs(f.vaerdi), coalesce(abs(b.vaerdi), 0)) as skala
    from {NOW} as n
    inner join {BEFORE} as f using (skole, art, plan, navn, opdeling)
    left join {BEFORE} as b
        on f.skole = b.skole and f.plan = b.plan and f.navn = b.navn and f.opdeling = b.opdeling
        and if(f.art = 'kpi', b.art = 'kpi' and b.aar = f.aar - 1, b.art = 'maaltal')
    where n.art <> 'kpi' or n.aar = f.aar
)

select
    par.skole, art, plan, navn, opdeling, aar, par.titel, par.enhed, foer_dato, dato, datadato,
    foer_datadato, status_foer, status_efter, foer_til_datadato, genregnet, med_gammel_ordlyd,
    er_ny_definition, er_ny_ordlyd, er_omskrevet,
    if(begge_vist is null and not er_andet_aar, foer_vaerdi, null) as foer,
    if(begge_vist is null and not er_andet_aar, vaerdi, null) as efter,
    coalesce(begge_vist, mellem_skjult) as skjult_aarsag, skala,
    {_band("baand_nye_data", "i.baand_nye_data_andel")},
    {_band("baand_rettelser", "i.baand_rettelser_andel")},
    {_band("baand_mindst", "i.baand_mindst_antal")}
from par
left join marts.kpi_katalog as k on par.kpi = k.kpi
left join {SETTINGS} as i on par.skole = i.skole
order by all
"""


class NamedPair(NamedTuple):
    """A figure on two nights, and the row that names it: school, kind, plan, name, split, year."""

    row: Mapping[str, Any]
    pair: Pair


def build_moves(connection: duckdb.DuckDBPyConnection, dato: date) -> None:
    """Make the tables of what is shown tonight and of what moved since the night before."""
    figures = ("vaerdi", "til_datadato", "genregnet", "med_gammel_ordlyd")
    rounded = ", ".join(f"{name}::{FIGURE} as {name}" for name in figures)
    connection.execute(
        f"create or replace table {NOW} as select * replace ({rounded}) from ({_NOW})",
        {"dato": dato},
    )
    table = pa.Table.from_pylist(list(_moved(read_pairs(connection))), schema=ROWS)
    build_registered(connection, MOVES, table)


def read_pairs(connection: duckdb.DuckDBPyConnection) -> list[NamedPair]:
    """Return every figure of both nights, moved or not, as it may be told."""
    found = connection.execute(_PAIRS)
    names = [name for name, *_ in found.description]
    wanted = [field.name for field in fields(Pair)]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [NamedPair(row, Pair(**{name: row[name] for name in wanted})) for row in rows]


def count_otherwise(connection: duckdb.DuckDBPyConnection, file: Path) -> int:
    """Return how many figures and statuses are others now than a kept night showed."""
    ((count,),) = connection.execute(f"""
    select count(*) from {NOW} as n
    inner join ({night_select(file)}) as f using (skole, art, plan, navn, opdeling)
    where n.aar is not distinct from f.aar
        and (n.vaerdi <> f.vaerdi or n.status <> f.status)
    """).fetchall()
    return int(count)


def _moved(pairs: Iterable[NamedPair]) -> Iterator[dict[str, Any]]:
    """Yield what moved, each figure in the columns that are published."""
    for row, pair in pairs:
        if not pair.has_moved:
            continue
        yield {
            **{name: value for name, value in row.items() if name in ROWS.names},
            "forskel": pair.difference,
            **{PARTS[cause]: moved for cause, moved in pair.parts.items()},
            "aarsag": pair.cause,
            "grund": pair.reason,
            "er_forvaerret": pair.is_worse,
            "advarsel": Band.of(row).warning_of(pair),
        }
