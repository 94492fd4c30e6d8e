"""Who is told what a night came to."""

from collections.abc import Callable

import dagster as dg

from sosu_pipeline.alerting.message import message_of
from sosu_pipeline.alerting.outcome import read_outcome
from sosu_pipeline.alerting.sending import AlertError, send
from sosu_pipeline.settings import read_settings


class Notifier(dg.ConfigurableResource[None]):
    """The addresses of ``SOSU_BESKED_TIL``; nobody is told where it is not set."""

    def tell(
        self, instance: dg.DagsterInstance, run_id: str, warn: Callable[[str], object]
    ) -> None:
        """Send one message about a finished run that needs attention; ``warn`` of what failed.

        Whatever is wrong with a message, the night stands.
        """
        addresses = read_settings().besked_til
        run = instance.get_run_by_id(run_id)
        if addresses is None or run is None or not run.is_finished:
            return
        try:
            if message := message_of(read_outcome(instance, run)):
                send(message, addresses.get_secret_value())
        except AlertError as error:
            warn(str(error))
        except Exception as error:  # noqa: BLE001 - see above
            warn(f"beskeden om natten blev ikke sendt ({type(error).__name__}); se i Dagster")
