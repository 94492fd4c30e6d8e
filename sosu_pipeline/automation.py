"""The night job and its schedule."""

import dagster as dg

from sosu_pipeline.settings import Settings

NIGHT_JOB = "nat"
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
    is_production = settings.miljoe == "produktion"
    return dg.ScheduleDefinition(
        name="hver_nat",
        job=night_job,
        cron_schedule=NIGHT_HOUR,
        execution_timezone=TIME_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING
        if is_production
        else dg.DefaultScheduleStatus.STOPPED,
        description="Natkørslen kl. 02.00 dansk tid; slået til, når SOSU_MILJOE=produktion.",
    )
