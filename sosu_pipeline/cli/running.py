"""A job run in this process, with its progress on the screen."""

import threading
from collections.abc import Mapping
from typing import Any

import dagster as dg
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

STARTING = "Starter kørslen"
STEP_EVENTS = {
    dg.DagsterEventType.STEP_START,
    dg.DagsterEventType.STEP_SUCCESS,
    dg.DagsterEventType.STEP_FAILURE,
}
POLL_SECONDS = 0.5


def run_with_progress(  # noqa: PLR0913 - a run and where it is shown
    job: dg.JobDefinition,
    instance: dg.DagsterInstance,
    *,
    run_id: str,
    config: Mapping[str, Any],
    steps: Mapping[str, str],
    console: Console,
) -> dg.ExecuteInProcessResult:
    """Run a job; ``steps`` has what is told of each step while it runs."""
    outcome: list[dg.ExecuteInProcessResult] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            outcome.append(
                job.execute_in_process(
                    run_config=config, instance=instance, raise_on_error=False, run_id=run_id
                )
            )
        except BaseException as error:  # noqa: BLE001 - it is raised again in the main thread
            failure.append(error)

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    worker = threading.Thread(target=work, name=job.name)
    unseen = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=unseen) as progress:
        task = progress.add_task(STARTING, total=len(steps))
        worker.start()
        followed = StepFollower(instance, run_id)
        while worker.is_alive():
            worker.join(POLL_SECONDS)
            done, current = followed.look()
            progress.update(task, completed=done, description=steps.get(current, STARTING))
    if failure:
        raise failure[0]
    return outcome[0]


class StepFollower:
    """Follows a run's steps by reading only the events that have come since the last look."""

    def __init__(self, instance: dg.DagsterInstance, run_id: str) -> None:
        """Begin before the first event."""
        self._instance, self._run_id = instance, run_id
        self._cursor: str | None = None
        self._done, self._current = 0, ""

    def look(self) -> tuple[int, str]:
        """Return how many steps are done, and the one that runs."""
        news = self._instance.get_records_for_run(self._run_id, self._cursor, STEP_EVENTS)
        self._cursor = news.cursor
        for record in news.records:
            event = record.event_log_entry.dagster_event
            if event and event.is_step_start:
                self._current = event.step_key or ""
            elif event:
                self._done += 1
        return self._done, self._current
