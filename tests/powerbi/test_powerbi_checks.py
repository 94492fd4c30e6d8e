"""Each check of the Power BI project is shown to find the fault it is there for."""

import pytest

from sosu_pipeline.publishing.powerbi.checking.examining import examine_project
from sosu_pipeline.publishing.powerbi.project import project_files
from tests.powerbi.faults import FAULTS, MODEL, REPORT, Fault
from tests.powerbi.star import star


@pytest.fixture(scope="module")
def sound() -> dict[str, str]:
    """Return the files of one variant."""
    files = project_files(star())
    return {name: text for name, text in files.items() if name.startswith("SOSU_Nord_Parquet")}


def test_a_generated_project_has_no_finding() -> None:
    assert examine_project(project_files(star()), None) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.navn)
def test_a_fault_is_found_by_the_check_that_is_meant_to(
    fault: Fault, sound: dict[str, str]
) -> None:
    files = dict(sound)

    fault.make(files)

    found = [each for each in examine_project(files, None) if each.check is fault.check]
    assert any(fault.tekst in each.tekst for each in found), found


def test_the_faults_are_of_more_than_twenty_kinds_and_of_every_check_but_the_schemas() -> None:
    assert len({fault.navn for fault in FAULTS}) == len(FAULTS) == 52
    assert len({fault.check for fault in FAULTS}) == 10


def test_two_items_with_one_id_are_found(sound: dict[str, str]) -> None:
    files = {**sound, f"{REPORT}/.platform": sound[f"{MODEL}/.platform"]}

    (found,) = examine_project(files, None)

    assert found.tekst == "id'et mangler eller bruges to gange"
