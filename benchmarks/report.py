"""The tables: what was measured, beside what it may be."""

from collections.abc import Iterable, Sequence

from benchmarks.comparing import Race
from benchmarks.database import LOAD_SECONDS, Loads
from benchmarks.night import Night

MOST_TIMES_BARE = 1.5
MOST_MEMORY_MIB = 2048
HOW = (
    "Whole processes, as a scheduler starts them. Seconds are on the wall, core seconds on all "
    "cores together, memory is the peak of the resident set. `make bench` writes this file; "
    "docs/decisions/0030 says how each figure is taken."
)


def write_report(
    facts: Iterable[str], nights: Sequence[Night], race: Race, loads: Loads | None, *, number: int
) -> str:
    """Return the report as markdown."""
    sections = [
        "# Benchmarks",
        HOW,
        "\n".join(f"- {fact}" for fact in facts),
        "## One school's nights",
        _nights_table(nights),
        f"## {number:,} survey answers, from CSV to the KPI",
        _race_table(race),
        *([race.skipped] if race.skipped else []),
        _limits(race),
        "### The pipeline's steps",
        _table(("Step", "Seconds"), [(key, f"{value:.2f}") for key, value in race.steps.items()]),
        "## A publication into PostgreSQL",
        write_loads(loads) if loads else "Left out: PostgreSQL's programs were not found.",
    ]
    return "\n\n".join(sections) + "\n"


def write_loads(loads: Loads) -> str:
    """Return the table of the loads; their core seconds are without the server's."""
    header = ("Way", "Seconds", "Limit", "Kept", "× psql", "Core seconds", "MiB", "Rows unlike")
    ways = (
        (f"The pipeline, {loads.rows:,} rows of 15 columns", loads.ours, f"{LOAD_SECONDS}"),
        ("psql: COPY from CSV, the same key, analyze", loads.theirs, ""),
    )
    rows = [
        (
            name,
            f"{way.wall_seconds:.1f}",
            limit,
            _verdict(within=way.wall_seconds <= LOAD_SECONDS) if limit else "",
            f"{way.wall_seconds / loads.theirs.wall_seconds:.2f}",
            f"{way.cpu_seconds:.1f}",
            f"{way.memory_mib:.0f}",
            f"{loads.different} of {loads.rows}" if limit else "",
        )
        for name, way, limit in ways
    ]
    return _table(header, rows)


def _nights_table(nights: Sequence[Night]) -> str:
    header = ("Night", "Seconds", "Limit", "Core seconds", "MiB", "Limit", "Kept")
    rows = [
        (
            night.name,
            f"{night.measured.wall_seconds:.1f}",
            f"{night.most_seconds}" if night.most_seconds else "",
            f"{night.measured.cpu_seconds:.1f}",
            f"{night.measured.memory_mib:.0f}",
            f"{MOST_MEMORY_MIB}",
            _verdict(
                within=night.measured.wall_seconds <= (night.most_seconds or float("inf"))
                and night.measured.memory_mib <= MOST_MEMORY_MIB
            ),
        )
        for night in nights
    ]
    return _table(header, rows)


def _race_table(race: Race) -> str:
    pipeline, bare, *_ = race.results
    header = (
        *("Way", "Seconds", "× bare", "Work after imports", "× bare", "Core seconds", "MiB"),
        "Figures unlike the pipeline's",
    )
    rows = [
        (
            result.name,
            f"{result.measured.wall_seconds:.1f}",
            f"{result.measured.wall_seconds / bare.measured.wall_seconds:.2f}",
            f"{result.work_seconds:.1f}",
            f"{result.work_seconds / bare.work_seconds:.2f}",
            f"{result.measured.cpu_seconds:.1f}",
            f"{result.measured.memory_mib:.0f}",
            "" if result is pipeline else f"{result.different} of {result.rows}",
        )
        for result in race.results
    ]
    return _table(header, rows)


def _limits(race: Race) -> str:
    pipeline, bare, *_ = race.results
    whole = pipeline.measured.wall_seconds / bare.measured.wall_seconds
    work = pipeline.work_seconds / bare.work_seconds
    memory = pipeline.measured.memory_mib
    rows = [
        (name, f"{value:{form}}", f"{limit}", _verdict(within=value <= limit))
        for name, value, limit, form in (
            ("Whole process, times bare DuckDB", whole, MOST_TIMES_BARE, ".2f"),
            ("Work after imports, times bare DuckDB", work, MOST_TIMES_BARE, ".2f"),
            ("Peak of memory, MiB", memory, MOST_MEMORY_MIB, ".0f"),
        )
    ]
    return _table(("Measure", "Measured", "Limit", "Kept"), rows)


def _verdict(*, within: bool) -> str:
    return "yes" if within else "**no**"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
