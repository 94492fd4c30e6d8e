"""``python -m benchmarks``: measure everything, print the tables and write them to RESULTS.md."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.comparing import run_race
from benchmarks.database import measure_loads
from benchmarks.facts import describe_load, describe_machine
from benchmarks.measuring import ROOT, warm_up
from benchmarks.night import measure_nights
from benchmarks.report import write_report

RESULTS = ROOT / "benchmarks" / "RESULTS.md"


def main() -> None:
    """Measure in a temporary folder, so that nothing but the results stays behind."""
    options = _options()
    facts = [*describe_machine(), describe_load("before, from others")]
    with tempfile.TemporaryDirectory(prefix="sosu_bench_") as name:
        root = Path(name)
        warm_up(root)
        print("One school's nights", flush=True)
        nights = list(measure_nights(root / "school", pupils=options.elever))
        print(f"{options.svar:,} survey answers", flush=True)
        race = run_race(root, number=options.svar, times=options.gange)
        print(f"{options.raekker:,} rows into PostgreSQL", flush=True)
        loads = measure_loads(root / "star", rows=options.raekker, times=options.gange)
    facts.append(describe_load("at the end"))
    report = write_report(facts, nights, race, loads, number=options.svar)
    print(f"\n{report}")
    options.resultat.write_text(report, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--svar", type=int, default=5_000_000, help="survey answers in the race")
    parser.add_argument("--raekker", type=int, default=1_000_000, help="rows into PostgreSQL")
    parser.add_argument("--elever", type=int, default=3_000, help="pupils of the school")
    parser.add_argument("--gange", type=int, default=3, help="runs of each job; the best counts")
    parser.add_argument("--resultat", type=Path, default=RESULTS, help="the file that is written")
    return parser.parse_args()


if __name__ == "__main__":
    main()
