"""The night job and its schedule, what follows the night, and the sensors that tell of both."""

import dagster as dg

from assets.revision import REVISION_KEY
from sosu_pipeline.resources import Notifier
from sosu_pipeline.resources.pages import is_page_missing
from sosu_pipeline.settings import Settings

NIGHT_JOB = "nat"
REVISION_JOB = "revision"
PRODUCTION = "produktion"
NIGHT_HOUR = "0 2 * * *"
TIME_ZONE = "Europe/Copenhagen"
PAGE = dg.AssetSelection.assets(REVISION_KEY)

night_job = dg.define_asset_job(
    NIGHT_JOB,
    selection=dg.AssetSelection.all() - PAGE - dg.AssetSelection.checks_for_assets(REVISION_KEY),
    executor_def=dg.in_process_executor,
    description="Henter, validerer, beregner og publicerer alt, som natten gør det.",
)
revision_job = dg.define_asset_job(
    REVISION_JOB,
    selection=PAGE,
    executor_def=dg.in_process_executor,
    description="Skriver revisionssiden til den publicering, læserne netop er flyttet til.",
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


def revision_sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """Return the sensors that let the audit page follow a night, in production by themselves.

    A night that failed may have moved its readers before it did.
    """
    return [
        _revision_sensor("revision_efter_nat", dg.DagsterRunStatus.SUCCESS, settings),
        _revision_sensor("revision_efter_fejlet_nat", dg.DagsterRunStatus.FAILURE, settings),
    ]


def alert_sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """Return the sensors that tell of a night; they run by themselves only in production.

    Dagster shows them no run of ``sosu run``, which tells by itself, so every night is told once.
    """
    return [
        _alert_sensor("besked_om_nat", dg.DagsterRunStatus.SUCCESS, settings),
        _alert_sensor("besked_om_fejlet_nat", dg.DagsterRunStatus.FAILURE, settings),
    ]


def _revision_sensor(
    name: str, status: dg.DagsterRunStatus, settings: Settings
) -> dg.SensorDefinition:
    @dg.run_status_sensor(
        name=name,
        run_status=status,
        monitored_jobs=[night_job],
        request_job=revision_job,
        default_status=_status(settings),
        description="Skriver revisionssiden, når natten er til ende.",
    )
    def follow(context: dg.RunStatusSensorContext) -> dg.RunRequest | dg.SkipReason:
        if is_page_missing(settings):
            return dg.RunRequest(run_key=context.dagster_run.run_id)
        return dg.SkipReason("Læsernes publicering har sin revisionsside.")

    return follow


def _alert_sensor(
    name: str, status: dg.DagsterRunStatus, settings: Settings
) -> dg.SensorDefinition:
    @dg.run_status_sensor(
        name=name,
        run_status=status,
        monitored_jobs=[night_job, revision_job],
        default_status=_status(settings),
        description="Én besked til SOSU_BESKED_TIL om en nat, der skal ses på.",
    )
    def alert(context: dg.RunStatusSensorContext, notifier: Notifier) -> None:
        notifier.tell(context.instance, context.dagster_run.run_id, context.log.warning)

    return alert


def _status(settings: Settings) -> dg.DefaultSensorStatus:
    is_production = settings.miljoe == PRODUCTION
    return dg.DefaultSensorStatus.RUNNING if is_production else dg.DefaultSensorStatus.STOPPED
