"""The gate reads recorded outcomes: passed, and of the latest materialization."""

from collections.abc import Iterator

import dagster as dg
import pytest

from sosu_pipeline.publishing.gate import read_gate

OPTAG = dg.AssetKey(["marts", "kpi_optag"])
GRAIN = dg.AssetCheckKey(OPTAG, "grain_er_unik")


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@dg.asset(key=OPTAG)
def optag() -> None: ...


def run(
    instance: dg.DagsterInstance, *, passed: bool | None = True, materialize: bool = True
) -> None:
    """Materialize the mart and evaluate its check, each where asked; ``None`` breaks the check."""

    @dg.asset_check(asset=OPTAG, name=GRAIN.name, blocking=True)
    def grain_is_unique() -> dg.AssetCheckResult:
        if passed is None:
            msg = "the check itself broke"
            raise RuntimeError(msg)
        return dg.AssetCheckResult(passed=passed)

    check = dg.AssetSelection.checks(GRAIN)
    dg.materialize(
        [optag, grain_is_unique],
        instance=instance,
        selection=check | dg.AssetSelection.assets(OPTAG) if materialize else check,
        raise_on_error=False,
    )


def test_the_gate_opens_when_every_check_passed_on_the_latest_tables(
    instance: dg.DagsterInstance,
) -> None:
    run(instance)

    outcome = read_gate(instance, [GRAIN])

    assert outcome.is_open
    assert outcome.reasons == ()


def test_a_failed_check_closes_the_gate(instance: dg.DagsterInstance) -> None:
    run(instance, passed=False)

    assert read_gate(instance, [GRAIN]).reasons == (
        "marts/kpi_optag: kontrollen grain_er_unik fejlede; se dens resultat i Dagster",
    )


def test_a_check_that_never_ran_closes_the_gate(instance: dg.DagsterInstance) -> None:
    dg.materialize([optag], instance=instance)

    assert read_gate(instance, [GRAIN]).reasons == (
        "marts/kpi_optag: kontrollen grain_er_unik er ikke kørt; kør natten igen",
    )


def test_a_check_that_broke_while_running_counts_as_not_run(instance: dg.DagsterInstance) -> None:
    run(instance)
    run(instance, passed=None)

    assert not read_gate(instance, [GRAIN]).is_open


def test_a_pass_on_an_earlier_version_of_the_table_closes_the_gate(
    instance: dg.DagsterInstance,
) -> None:
    run(instance)
    dg.materialize([optag], instance=instance)

    (reason,) = read_gate(instance, [GRAIN]).reasons
    assert reason.endswith("så ikke på den nyeste udgave af tabellen; kør natten igen")


def test_a_check_run_later_and_by_itself_opens_the_gate(instance: dg.DagsterInstance) -> None:
    run(instance, passed=False)
    run(instance, passed=True, materialize=False)

    assert read_gate(instance, [GRAIN]).is_open


def test_a_check_on_a_table_that_was_never_made_closes_the_gate(
    instance: dg.DagsterInstance,
) -> None:
    run(instance, materialize=False)

    assert not read_gate(instance, [GRAIN]).is_open


def test_one_bad_check_among_good_ones_closes_the_gate(instance: dg.DagsterInstance) -> None:
    run(instance)

    reasons = read_gate(instance, [GRAIN, dg.AssetCheckKey(OPTAG, "kpi_lov")]).reasons

    assert [reason.split()[2] for reason in reasons] == ["kpi_lov"]


def test_a_gate_without_checks_stays_closed(instance: dg.DagsterInstance) -> None:
    assert not read_gate(instance, []).is_open


def test_a_check_made_by_the_same_step_as_its_table_is_read(instance: dg.DagsterInstance) -> None:
    @dg.asset(key=OPTAG, check_specs=[dg.AssetCheckSpec(GRAIN.name, asset=OPTAG, blocking=True)])
    def optag_with_check() -> dg.MaterializeResult:
        return dg.MaterializeResult(
            check_results=[dg.AssetCheckResult(check_name=GRAIN.name, passed=True)]
        )

    for _ in range(2):
        dg.materialize([optag_with_check], instance=instance)

    assert read_gate(instance, [GRAIN]).is_open
