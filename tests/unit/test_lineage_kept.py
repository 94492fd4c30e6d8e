"""Lineage kept on disk, and the data versions that are made of it."""

from pathlib import Path

import pytest

from sosu_pipeline.audit.lineage.columns import Column, Lineage, Means, Step
from sosu_pipeline.audit.lineage.keeping import FILE, kept, made_of
from sosu_pipeline.audit.lineage.versions import Versions, own_parts
from tests.factories import ROOT, marts
from tests.traced import lineage

SMALL = Lineage(
    {
        "staging.a": {"x": (Step(Column("landing.a", "X")),)},
        "marts.b": {"x": (Step(Column("staging.a", "x"), Means.ROWS),)},
    }
)


def refuse() -> Lineage:
    raise AssertionError


def test_kept_lineage_is_read_back_as_it_was_traced(tmp_path: Path) -> None:
    assert kept(tmp_path, "kode 1", lineage) == lineage()
    assert kept(tmp_path, "kode 1", refuse) == lineage()


def test_other_code_or_declarations_trace_again(tmp_path: Path) -> None:
    kept(tmp_path, "kode 1", lambda: SMALL)
    with pytest.raises(AssertionError):
        kept(tmp_path, "kode 2", refuse)


@pytest.mark.parametrize("damaged", ["", "{", '{"lavet_af": "kode 0"}'])
def test_a_damaged_file_is_traced_again(tmp_path: Path, damaged: str) -> None:
    (tmp_path / FILE).write_text(damaged, encoding="utf-8")
    assert kept(tmp_path, "kode 1", lambda: SMALL) == SMALL


def test_what_lineage_rests_on_changes_with_any_declaration(tmp_path: Path) -> None:
    (tmp_path / "kilder").mkdir()
    (tmp_path / "kilder" / "a.yaml").write_bytes(b"kilde: a\n")
    first = made_of("0.1", tmp_path)
    (tmp_path / "kilder" / "a.yaml").write_bytes(b"kilde: a\r\n")
    assert made_of("0.1", tmp_path) == first
    (tmp_path / "kilder" / "a.yaml").write_bytes(b"kilde: b\n")
    assert made_of("0.1", tmp_path) != first
    assert made_of("0.2", tmp_path) != made_of("0.1", tmp_path)


def versions(**changed: str) -> Versions:
    """Return the versions of the project's tables on a night, some part of it changed."""
    own = own_parts(
        lineage(),
        ROOT / "data",
        models=marts().values(),
        deliveries={"uddannelsesforhold": "d1", "oekonomi": "d2"},
        as_of="2027-10-15",
        code="0.1",
    )
    reads = {model.table: model.reads for model in marts().values()}
    return Versions(
        lineage(), {**own, **{k.replace("__", "."): v for k, v in changed.items()}}, reads
    )


def test_a_new_file_gives_every_table_behind_it_a_new_version_and_no_other() -> None:
    before, after = versions(), versions(landing__oekonomi="d3")
    for table in (
        "raw.oekonomi",
        "staging.oekonomi",
        "marts.kpi_kantine",
        "published.fakt_maaling",
    ):
        assert before.of(table) != after.of(table), table
    for table in ("raw.uddannelsesforhold", "marts.kpi_optag", "published.dim_uddannelse"):
        assert before.of(table) == after.of(table), table


def test_a_changed_select_gives_its_table_and_those_after_it_a_new_version() -> None:
    before, after = versions(), versions(marts__forloeb="select 1")
    assert before.of("marts.kpi_optag") != after.of("marts.kpi_optag")
    assert before.of("marts.forloeb_status") == after.of("marts.forloeb_status")


def test_a_table_that_is_only_joined_counts_too() -> None:
    """No value of the run's date comes along into this KPI; its where clause reads it."""
    before, after = versions(), versions(kørslen="2027-10-16")
    assert before.of("marts.elev_aar") != after.of("marts.elev_aar")
    assert before.of("marts.kpi_katalog") == after.of("marts.kpi_katalog")
