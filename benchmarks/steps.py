"""Where the last run's time went, from Dagster's event log: seconds per step, as JSON.

Run as ``python -m benchmarks.steps`` with ``DAGSTER_HOME`` set.
"""

import json

from dagster import DagsterInstance


def read_steps() -> dict[str, float]:
    """Return the seconds of each step of the instance's latest run, in the order they began."""
    with DagsterInstance.get() as instance:
        (run,) = instance.get_runs(limit=1)
        steps = instance.get_run_step_stats(run.run_id)
    timed = [(each.start_time, each.end_time, each.step_key) for each in steps]
    return {key: end - start for start, end, key in sorted(timed) if start and end}


if __name__ == "__main__":
    print(json.dumps(read_steps()))
