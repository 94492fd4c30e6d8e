"""Plain pandas: the whole file as a frame, and two groupings."""

import sys
import time
from pathlib import Path

import pandas as pd

SCORE = ["respondent", "dato", "indikator"]
PLACE = ["uddannelse", "uddannelsesdel", "afdeling"]


def read_answers(csv: Path) -> pd.DataFrame:
    """Return the typed answers, one row each; ``svar`` is empty where there is no answer."""
    return (
        pd.read_csv(csv, sep=";", dtype="str", na_values=["Ved ikke"])
        .rename(columns={"uge/dato": "dato"})
        .assign(
            dato=lambda answers: pd.to_datetime(answers["dato"], format="%d-%m-%Y"),
            svar=lambda answers: pd.to_numeric(answers["svar"]),
        )
    )


def mean_of_means(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the KPI, one row per day, place and indicator."""
    asked = answers.groupby(["dato", "indikator"])["spoergsmaal"].nunique().rename("stillet")
    places = dict.fromkeys(PLACE, "min")
    scores = (
        answers.groupby(SCORE)
        .agg(**{name: (name, how) for name, how in places.items()}, **_answered())
        .reset_index()
        .merge(asked.reset_index(), on=["dato", "indikator"], validate="many_to_one")
        .query("2 * besvaret >= stillet")
    )
    return (
        scores.groupby(["dato", *PLACE, "indikator"])
        .agg(
            taeller=("score", "sum"), naevner=("score", "size"), personer=("respondent", "nunique")
        )
        .reset_index()
    )


def _answered() -> dict[str, tuple[str, str]]:
    return {"besvaret": ("svar", "count"), "score": ("svar", "mean")}


def main(csv: Path, folder: Path) -> None:
    """Do the job and print how long it took."""
    start = time.perf_counter()
    mean_of_means(read_answers(csv)).to_parquet(folder / "kpi.parquet", index=False)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
