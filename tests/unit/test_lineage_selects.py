"""One select read for its lineage: joins, CTEs, unions, windows, counts, and what is refused."""

import pytest
from sqlglot.lineage import lineage as by_sqlglot
from sqlglot.schema import MappingSchema

from assets.lineage import models_of
from sosu_pipeline.audit.lineage.columns import Means
from sosu_pipeline.audit.lineage.selects import LineageError, steps_of
from sosu_pipeline.naming import Layer
from sosu_pipeline.warehouse.models import DIALECT, Model
from tests.traced import lineage

FILE = "assets/sql/marts/x.sql"
KEYS = {"staging.elever": ("person",), "staging.hold": ("hold",)}
MODELS = [*models_of(Layer.MARTS), *models_of(Layer.PUBLISHED)]


def told(select: str) -> dict[str, set[str]]:
    """Return the sources of each column of a select over two tables; ``#`` marks counted rows."""
    schema = MappingSchema(dialect=DIALECT)
    schema.add_table("staging.elever", dict.fromkeys(("person", "hold", "start", "alder"), "text"))
    schema.add_table("staging.hold", dict.fromkeys(("hold", "navn", "er_aaben"), "text"))
    return {
        name: {f"{step.source}{'#' * (step.means is Means.ROWS)}" for step in steps}
        for name, steps in steps_of(select, schema, KEYS, declared_in=FILE).items()
    }


def test_a_join_gives_each_column_its_own_table() -> None:
    found = told(
        "select e.person, h.navn || e.alder as tekst, "
        "from staging.elever as e left join staging.hold as h using (hold)"
    )
    assert found == {
        "person": {"staging.elever.person"},
        "tekst": {"staging.hold.navn", "staging.elever.alder"},
    }


def test_a_cte_is_seen_through() -> None:
    found = told(
        "with unge as (select *, alder + 1 as naeste from staging.elever), "
        "to as (select person as hvem, naeste from unge) select hvem, naeste * 2 as n from to"
    )
    assert found == {"hvem": {"staging.elever.person"}, "n": {"staging.elever.alder"}}


def test_a_union_has_the_columns_of_both_by_their_places() -> None:
    found = told(
        "select person as navn from staging.elever union all select navn from staging.hold"
    )
    assert found == {"navn": {"staging.elever.person", "staging.hold.navn"}}


def test_a_window_rests_on_what_it_is_divided_and_ordered_by() -> None:
    found = told(
        "select row_number() over (partition by hold order by start) as nr, "
        "last_value(alder) over w as sidste from staging.elever window w as (partition by hold)"
    )
    assert found == {
        "nr": {"staging.elever.hold", "staging.elever.start"},
        "sidste": {"staging.elever.alder", "staging.elever.hold"},
    }


def test_a_count_rests_on_the_rows_and_what_they_are_chosen_by() -> None:
    """The key stands for the rows; a left join adds none, an inner one decides."""
    found = told(
        "select count(*) as antal, sum(1) as ogsaa from staging.elever as e "
        "inner join staging.hold as h on e.hold = h.hold and h.er_aaben where e.alder > 18"
    )
    counted = {
        "staging.elever.person#",
        "staging.elever.hold#",
        "staging.elever.alder#",
        "staging.hold.hold#",
        "staging.hold.er_aaben#",
    }
    assert found == {"antal": counted, "ogsaa": counted}


def test_a_one_that_is_summed_later_still_counts_the_rows_it_was_written_on() -> None:
    found = told(
        "with grundlag as (select 1 as taeller from staging.elever where start is not null) "
        "select sum(taeller) as taeller from grundlag"
    )
    assert found == {"taeller": {"staging.elever.person#", "staging.elever.start#"}}


def test_a_word_and_an_empty_column_are_declared_by_the_file_itself() -> None:
    found = told("select 'Samlet' as indikator, cast(null as decimal(18, 4)) as naevner")
    assert found == {"indikator": {f"{FILE}.indikator"}, "naevner": {f"{FILE}.naevner"}}


def test_a_subquery_that_looks_at_the_row_around_it_has_the_columns_of_both() -> None:
    found = told(
        "select (select max(h.navn || e.alder) from staging.hold as h where h.hold = e.hold) as n "
        "from staging.elever as e"
    )
    assert found == {"n": {"staging.hold.navn", "staging.elever.alder"}}


def test_a_recursive_cte_comes_to_an_end() -> None:
    found = told(
        "with recursive kaede as (select person, hold from staging.elever union all "
        "select k.person, h.navn from kaede as k inner join staging.hold as h on k.hold = h.hold) "
        "select hold from kaede"
    )
    assert found == {"hold": {"staging.elever.hold", "staging.hold.navn"}}


def test_a_column_that_does_not_exist_is_refused_by_its_file() -> None:
    with pytest.raises(LineageError, match=f"{FILE}.*vaegt"):
        told("select vaegt from staging.elever")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.table))
def test_every_column_of_every_model_reads_what_sqlglot_finds(model: Model) -> None:
    """The walk of sqlglot is the oracle; it knows neither named windows nor counted rows."""
    schema = MappingSchema(dialect=DIALECT)
    for table, columns in lineage().tables.items():
        if not table.startswith("landing."):
            schema.add_table(table, dict.fromkeys(columns, "text"), dialect=DIALECT)
    ours = lineage().tables[model.table]
    for name, node in by_sqlglot(None, model.sql, schema, dialect=DIALECT).items():
        theirs = {
            f"{each.expression.db}.{each.expression.name}.{each.name.rpartition('.')[2]}"
            for each in node.walk()
            if not each.downstream and hasattr(each.expression, "db")
        }
        read = {str(step.source) for step in ours[name] if step.means is Means.VALUE}
        assert theirs <= read, name
        assert not theirs or read == theirs or "window" in model.sql, name
