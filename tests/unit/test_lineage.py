"""The lineage of the whole flow, written by hand for a few columns and held for all of them."""

import dagster as dg
import pytest

from assets.goals import TABLES as GOAL_TABLES
from assets.lineage import column_lineage
from assets.specs import table_key
from sosu_pipeline.audit.lineage.checking import lineage_of, lost_columns, unknown_columns
from sosu_pipeline.audit.lineage.columns import Column, End, Lineage, Step
from sosu_pipeline.definitions import defs
from tests.traced import column, counted_of, lineage, read_of

PUBLISHED = [table for table in lineage().tables if table.startswith("published.")]
ASSETS = [key for key in defs.resolve_asset_graph().executable_asset_keys if len(key.path) == 2]
TRACED = sorted(table for key in ASSETS if (table := ".".join(key.path)) in lineage().tables)


def test_a_raw_column_is_of_the_header_that_the_contract_names() -> None:
    assert read_of("raw.uddannelsesforhold.startdato") == {"landing.uddannelsesforhold.Startdato"}
    assert read_of("raw.uddannelsesforhold.person_form") == {"landing.uddannelsesforhold.CPR"}


def test_a_coded_column_of_staging_is_of_raw_and_of_its_code_list() -> None:
    assert read_of("staging.uddannelsesforhold_versioner.elevtype") == {
        "raw.uddannelsesforhold.elevtype",
        "staging.kode_elevtyper.kode",
    }


def test_a_person_in_staging_is_the_one_delivered_and_any_later_change_of_number() -> None:
    assert {str(end) for end in lineage().ends(column("staging.uddannelsesforhold.person"))} == {
        "landing.uddannelsesforhold.CPR",
        "landing.cpr_skift.nyt_cpr",
    }


def test_a_kpi_has_its_dimension_by_value_and_its_numerator_by_the_rows_it_counts() -> None:
    assert read_of("marts.kpi_optag.adgangsvej") == {"marts.forloeb.adgangsvej"}
    assert read_of("marts.kpi_optag.personer") == {"marts.forloeb.person"}
    assert counted_of("marts.kpi_optag.taeller") == {
        "marts.forloeb.skole",
        "marts.forloeb.person",
        "marts.forloeb.uddannelse",
        "marts.forloeb.uddannelsesdel",
        "marts.forloeb.startdato",
        "marts.forloeb.udeladt_grund",
    }


def test_a_period_table_has_the_same_column_of_every_kpi() -> None:
    kpis = {each for each in lineage().tables if each.startswith("marts.kpi_")}
    gathered = {"kpi_maaned", "kpi_aar", "kpi_skole", "kpi_skole_maaned", "kpi_katalog"}
    of_all = gathered | {"kpi_datadato", "kpi_definition", "kpi_skridt"}
    own = {each for each in kpis if each.split(".")[1] not in of_all}
    assert len(own) == 32
    assert read_of("marts.kpi_maaned.taeller") == {f"{each}.taeller" for each in own}
    assert read_of("marts.kpi_aar.aar") == {f"{each}.dato" for each in own} | {
        "staging.indstillinger.aar_begynder_maaned"
    }


def test_what_may_be_shown_of_a_figure_is_the_figure_and_the_reason_is_the_people() -> None:
    assert read_of("vist.maal_status.vaerdi") == {"marts.maal_status.aktuel"}
    assert read_of("vist.kpi_aar.vaerdi") == {"marts.kpi_aar.taeller", "marts.kpi_aar.naevner"}
    assert "marts.kpi_aar.personer" in read_of("vist.kpi_aar.skjult_aarsag")
    assert "personer" not in lineage().tables["vist.kpi_aar"]


def test_a_published_row_count_comes_of_the_delivered_files() -> None:
    assert read_of("published.mart_raekkeregnskab.linjer") == {"staging.raekkeregnskab.linjer"}
    assert read_of("staging.raekkeregnskab.linjer") == {"raw.filer.linjer"}
    ends = lineage().ends(column("published.mart_raekkeregnskab.linjer"))
    assert Column("landing.fvu", "(filen)") in ends
    assert {end.end for end in ends} == {End.FILE}


def test_a_published_fact_leads_to_the_columns_of_the_files() -> None:
    ends = {str(end) for end in lineage().ends(column("published.fakt_maaling.taeller"))}
    assert {
        "landing.uddannelsesforhold.Startdato",
        "landing.uddannelsesforhold.Afgangsårsag",
        "landing.oekonomi.realiseret",
        "landing.mikromaalinger.svar",
        "data/koder/afgangsaarsager.csv.gruppe",
    } <= ends
    assert "landing.uddannelsesforhold.Køn" not in ends


def test_a_dimensions_key_is_of_its_business_key_and_the_key_map() -> None:
    assert {str(end) for end in lineage().ends(column("published.dim_skole.skole_noegle"))} == {
        "data/skoler.skole",
        "arkiv/noegler.csv.noegle",
    }
    assert {each.end for each in lineage().ends(column("published.dim_skole.publicering_id"))} == {
        End.RUN
    }


def test_every_column_of_every_table_has_lineage() -> None:
    without = [
        str(each)
        for table in lineage().tables
        if not table.startswith("landing.")
        for each in lineage().columns(table)
        if not lineage().steps(each)
    ]
    assert without == []


def test_no_lineage_names_a_column_that_does_not_exist() -> None:
    assert list(unknown_columns(lineage())) == []


def test_every_published_column_reaches_a_file_a_declaration_or_the_run() -> None:
    columns = [each for table in PUBLISHED for each in lineage().columns(table)]
    assert len(columns) > 200
    assert list(lost_columns(lineage(), columns)) == []


def test_a_step_to_a_column_that_does_not_exist_is_found() -> None:
    made = {"navn": (Step(column("staging.skoler.vaegt")),)}
    broken = Lineage({**lineage().tables, "marts.ny": made})
    assert list(unknown_columns(broken)) == [
        "marts.ny.navn er afledt af staging.skoler.vaegt, som ikke findes"
    ]


def test_a_published_column_from_nowhere_is_found() -> None:
    broken = Lineage({**lineage().tables, "published.ny": {"tal": (), "id": ()}})
    found = lineage_of(broken, "published.ny", ["tal", "andet"])
    assert not found.holds
    assert found.tekst == (
        "published.ny.andet står ikke i afledningen; published.ny.id findes ikke i tabellen; "
        "published.ny.tal kan ikke følges til en leveret fil eller en erklæring"
    )


@pytest.mark.parametrize("table", GOAL_TABLES)
def test_every_table_of_goals_declares_its_sources(table: str) -> None:
    assert f"marts.{table}" in lineage().tables


def test_the_feeds_behind_a_table_are_those_it_reads() -> None:
    assert lineage().feeds("marts.kpi_kantine") == ("oekonomi",)
    assert lineage().feeds("marts.forloeb") == ("cpr_skift", "uddannelsesforhold")
    assert lineage().feeds("published.dim_uddannelse") == ()


def test_dagster_is_told_of_assets_only_and_of_a_column_that_may_be_empty() -> None:
    told = column_lineage(lineage(), "published.fakt_maaling").deps_by_column
    assert told["taeller"] == [dg.TableColumnDep(table_key("marts.kpi_maaned"), "taeller")]
    assert told["publicering_id"] == []


@pytest.mark.parametrize("table", TRACED)
def test_the_links_between_assets_hold_every_column_link(table: str) -> None:
    graph = defs.resolve_asset_graph()
    above = graph.get_ancestor_asset_keys(table_key(table))
    told = column_lineage(lineage(), table).deps_by_column.values()
    assert {dep.asset_key for deps in told for dep in deps} <= above


def test_the_links_lead_from_the_files_to_what_readers_use() -> None:
    graph = defs.resolve_asset_graph()
    landed = {key for key in graph.get_all_asset_keys() if key.path[0] == "landing"}
    readers = [["published", name] for name in ("aktuel", "scorecard", "postgres")]
    for path in (["published", "fakt_maaling"], ["marts", "maal_status"], *readers):
        assert landed <= graph.get_ancestor_asset_keys(dg.AssetKey(path)), path
