"""The Power BI project says what the contract says: names, types, relationships and measures."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sosu_pipeline.progress.status import Status
from sosu_pipeline.publishing.contract import PublishedColumn, PublishedContract, PublishedTable
from sosu_pipeline.publishing.powerbi.checking.examining import examine_project
from sosu_pipeline.publishing.powerbi.model import Column, DataType, Measure, PowerBiError, Table
from sosu_pipeline.publishing.powerbi.modelling import model_of
from sosu_pipeline.publishing.powerbi.names import readable
from sosu_pipeline.publishing.powerbi.power_query import query_of
from sosu_pipeline.publishing.powerbi.project import project_files, read_project, write_project
from sosu_pipeline.publishing.powerbi.relations import relationships_of
from tests.factories import ROOT
from tests.powerbi.star import star


def tables(contract: PublishedContract) -> Mapping[str, Table]:
    return {table.kilde or table.navn: table for table in model_of(contract).tabeller}


def columns(table: str) -> Mapping[str, Column]:
    return {each.kilde: each for each in tables(star())[table].kolonner}


def measures() -> Mapping[str, Measure]:
    return {each.navn: each for table in model_of(star()).tabeller for each in table.measures}


def changed(navn: str, change: Callable[[PublishedTable], PublishedTable]) -> PublishedContract:
    """Return the star with one table changed."""
    return PublishedContract(
        tabeller=tuple(change(each) if each.navn == navn else each for each in star().tabeller)
    )


def without(navn: str) -> Callable[[PublishedTable], PublishedTable]:
    """Return a change that takes a column away."""
    return lambda table: table.model_copy(
        update={"kolonner": tuple(each for each in table.kolonner if each.navn != navn)}
    )


def titled(titel: str) -> Callable[[PublishedTable], PublishedTable]:
    return lambda table: table.model_copy(update={"titel": titel})


def test_the_committed_project_is_current() -> None:
    told = "powerbi/: skriv den igen ud fra kontrakten"
    assert read_project(ROOT / "powerbi") == project_files(star()), told


def test_the_same_contract_gives_the_same_text() -> None:
    again = PublishedContract.model_validate_json(star().text())

    assert project_files(again) == project_files(star())


def test_a_project_is_written_without_what_an_earlier_contract_left(tmp_path: Path) -> None:
    write_project(changed("dim_skole", titled("Skolerne")), tmp_path)

    count = write_project(star(), tmp_path)

    assert read_project(tmp_path) == project_files(star())
    assert count == len(project_files(star()))


def test_two_variants_differ_in_their_sources_and_names_alone() -> None:
    files = project_files(star())
    one, other = (
        {
            name.removeprefix(f"SOSU_Nord_{variant}"): text.replace(variant, "")
            for name, text in files.items()
            if name.startswith(f"SOSU_Nord_{variant}")
        }
        for variant in ("PostgreSQL", "Parquet")
    )

    different = {Path(name).name for name in one if one[name] != other[name]}

    assert one.keys() == other.keys()
    assert different == {".platform", "expressions.tmdl", "model.tmdl"}


def test_a_dimension_is_related_to_no_other_and_a_fact_to_each_it_has_a_key_of() -> None:
    found = relationships_of(star())
    dimensions = {each.titel for each in star().tabeller if each.art == "dim"}

    # målinger 7 + 4 + 6 + 4, mål 6 + 3 + 2, dimensionering 4, indsatser 4 + 2, marts 2 + 2 + 3
    assert len(found) == 49
    assert {each.til[0] for each in found} == dimensions
    assert {each.fra[0] for each in found} & dimensions == set()


def test_a_key_of_a_dimension_that_is_not_published_is_refused() -> None:
    contract = PublishedContract(
        tabeller=tuple(each for each in star().tabeller if each.navn != "dim_kommune")
    )

    with pytest.raises(PowerBiError, match=r"kommune_noegle peger på dim_kommune, som ikke er"):
        relationships_of(contract)


@pytest.mark.parametrize(
    ("table", "gone", "told"),
    [
        ("fakt_maalstatus", "prognose_fra", r"fakt_maalstatus \(Målstatus\) har ingen kolonne pro"),
        (
            "mart_indsats_status",
            "ejer",
            r"mart_indsats_status \(Indsatserne nu\) har ingen kolonne",
        ),
        ("mart_publicering", "publicering_id", r"har ingen kolonne publicering_id"),
    ],
)
def test_a_column_that_a_measure_or_a_page_names_and_is_gone_is_told(
    table: str, gone: str, told: str
) -> None:
    with pytest.raises(PowerBiError, match=told):
        project_files(changed(table, without(gone)))


def test_a_table_that_a_measure_reads_and_is_gone_is_told() -> None:
    contract = PublishedContract(
        tabeller=tuple(each for each in star().tabeller if each.navn != "bro_indsats_maal")
    )

    with pytest.raises(PowerBiError, match="kontrakten har ingen tabel bro_indsats_maal"):
        model_of(contract)


@pytest.mark.parametrize("titel", ["Skole", "SKOLE"])
def test_two_tables_of_one_title_are_refused(titel: str) -> None:
    with pytest.raises(PowerBiError, match="flere tabeller ville hedde"):
        model_of(changed("dim_kommune", titled(titel)))


def test_a_table_with_the_measures_title_is_refused() -> None:
    with pytest.raises(PowerBiError, match="tabellen Beregninger er optaget"):
        model_of(changed("dim_kommune", titled("Beregninger")))


def test_two_columns_of_one_name_are_refused() -> None:
    def add(table: PublishedTable) -> PublishedTable:
        twin, third = (
            PublishedColumn(navn=navn, type="VARCHAR", tekst="skolens id igen")
            for navn in ("skole_id", "Skole_id")
        )
        return table.model_copy(update={"kolonner": (*table.kolonner, twin, third)})

    with pytest.raises(PowerBiError, match="flere kolonner i dim_skole ville hedde"):
        model_of(changed("dim_skole", add))


@pytest.mark.parametrize("titel", ["Skolens 'navn'", "Skole.navn", "Skole: [alle] = én"])
def test_a_title_with_signs_is_quoted_wherever_it_stands(titel: str) -> None:
    files = project_files(changed("mart_publicering", titled(titel)))

    assert examine_project(files, None) == []
    assert not any(":" in name for name in files)


@pytest.mark.parametrize(
    ("navn", "words"),
    [
        ("maaneder_tilbage", "Måneder tilbage"),
        ("er_foreloebig", "Er foreløbig"),
        ("naevner", "Nævner"),
        ("kvartal_nr", "Kvartal nr."),
        ("skjult_aarsag", "Skjult fordi"),
        ("kpi_titel", "Nøgletal"),
    ],
)
def test_a_technical_name_becomes_danish_words(navn: str, words: str) -> None:
    assert readable(navn) == words


def test_figures_are_fixed_decimals_and_read_through_measures() -> None:
    value = columns("fakt_maalstatus")["vaerdi"]

    assert (value.type, value.m_type, value.is_hidden) == (DataType.FIXED, "Currency.Type", True)


@pytest.mark.parametrize(
    ("table", "navn", "written", "is_hidden"),
    [
        ("dim_dato", "aar", "0", False),
        ("dim_dato", "dato", "dd-MM-yyyy", False),
        ("dim_dato", "maaned_nr", "0", True),
        ("dim_dato", "er_sidste_dag_i_maaned", '"Ja";"Ja";"Nej"', False),
        ("mart_datakvalitet", "linjer", "#,0", False),
        ("mart_datakvalitet", "karantaene_andel", "0.0%", False),
        ("mart_aendringer", "foer", "#,0.00", False),
        ("fakt_maalstatus", "status_farve", None, True),
        ("fakt_maalstatus", "status_tekst", None, False),
        ("dim_maal", "maal_noegle", "0", True),
        ("dim_maal", "indsats_noegle", "0", True),
    ],
)
def test_a_column_is_shown_in_the_format_of_its_kind_or_hidden(
    table: str,
    navn: str,
    written: str | None,
    is_hidden: bool,  # noqa: FBT001
) -> None:
    found = columns(table)[navn]

    assert (found.format, found.is_hidden) == (written, is_hidden)


def test_the_calendar_leaves_the_unknown_day_out_and_is_keyed_by_its_date() -> None:
    calendar = tables(star())["dim_dato"]

    assert query_of(calendar).splitlines()[-3:] == [
        "    Kalender = Table.SelectRows(Typer, each [dato_noegle] > 0)",
        "in",
        "    Kalender",
    ]
    assert [each.kilde for each in calendar.kolonner if each.is_key] == ["dato"]


def test_no_measure_of_goals_or_kpis_adds_figures_up() -> None:
    adding = re.compile(r"\b(SUM|SUMX|AVERAGE|AVERAGEX)\b")

    found = {navn for navn, each in measures().items() if adding.search(each.dax)}

    assert found == {"Linjer i kilderne", "Linjer i karantæne"}


def test_a_kpi_reads_month_year_and_education_where_each_is_published() -> None:
    *_, choices = measures()["Nøgletalsværdi"].dax.partition("SWITCH (")

    read = re.findall(r"COUNTROWS \( '([^']+)' \) = 1", choices)

    assert read == [
        "Måling",
        "Måling pr. måned",
        "Måling pr. år og uddannelse",
        "Måling pr. år",
    ]


def test_the_warning_looks_at_every_published_table() -> None:
    read = re.findall(
        r"DISTINCT \( '([^']+)'\[Publicerings-id\] \)", measures()["Publiceringer"].dax
    )

    assert read == [each.titel for each in star().tabeller]


def test_indsatser_are_counted_for_every_status() -> None:
    counted = [navn for navn in measures() if navn.startswith("Indsatser: ")]

    assert counted == [f"Indsatser: {status.label}" for status in Status]
