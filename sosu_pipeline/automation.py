"""The night job, its schedule, and the sensors that tell what it came to."""

import dagster as dg

from sosu_pipeline.resources import Notifier
from sosu_pipeline.settings import Settings

NIGHT_JOB = "nat"
PRODUCTION = "produktion"
NIGHT_HOUR = "0 2 * * *"
TIME_ZONE = "Europe/Copenhagen"

night_job = dg.define_asset_job(
    NIGHT_JOB,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Henter, validerer, beregner og publicerer alt, som natten gør det.",
)


def night_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """Return the nightly schedule; it runs by itself only in production."""
    return dg.ScheduleDefinition(
        name="hver_nat",
        job=night_job,
        cron_schedule=NIGHT_HOUR,
        execution_timezone=TIME_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING
        if settings.miljoe == PRODUCTION
        else dg.DefaultScheduleStatus.STOPPED,
        description="Natkørslen kl. 02.00 dansk tid; slået til, når SOSU_MILJOE=produktion.",
    )


def alert_sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """Return the sensors that tell of a night; they run by themselves only in production.

    Dagster shows them no run of ``sosu run``, which tells by itself, so every night is told once.
    """
    return [
        _alert_sensor("besked_om_nat", dg.DagsterRunStatus.SUCCESS, settings),
        _alert_sensor("besked_om_fejlet_nat", dg.DagsterRunStatus.FAILURE, settings),
    ]


def _alert_sensor(
    name: str, status: dg.DagsterRunStatus, settings: Settings
) -> dg.SensorDefinition:
    @dg.run_status_sensor(
        name=name,
        run_status=status,
        monitored_jobs=[night_job],
        default_status=dg.DefaultSensorStatus.RUNNING
        if settings.miljoe == PRODUCTION
        else dg.DefaultSensorStatus.STOPPED,
        description="Én besked til SOSU_BESKED_TIL om en nat, der skal ses på.",
    )
    def alert(context: dg.RunStatusSensorContext, notifier: Notifier) -> None:
        notifier.tell(context.instance, context.dagster_run.run_id, context.log.warning)

    return alert
