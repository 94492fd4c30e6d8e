"""Writes deliveries into a school's landing folder, and keeps account of what lies there."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from hashlib import sha256
from pathlib import Path, PurePosixPath
from random import Random
from typing import Any

from sosu_pipeline.synthetic.dialects import Dialect, Rod, draw_dialect
from sosu_pipeline.synthetic.faults import Spoiling, draw_bad_lines, mess_up
from sosu_pipeline.synthetic.feeds import Delivery, Row
from sosu_pipeline.synthetic.pages import Page
from sosu_pipeline.synthetic.refusals import FEED_OF, LINES, Waiting, draw_refused, free_day
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import SkoleSandhed

SPLIT_FROM_LINES = 200
UNKNOWN_FOLDER = "liste_uden_kontrakt"
DELIVERED_TWICE = ("mikromaalinger", "oekonomi")
WAITING_IN = "registertal"
NOON = time(12)
"""When the files of a day were written, so that they have come to rest when the night comes."""


class Landing:
    """One school's folder; how its files are written depends on ``rod``, what they say does not."""

    def __init__(self, folder: Path, school: School, rod: Rod) -> None:
        """Begin with an empty account."""
        self._folder, self._school, self._rod = folder, school, rod
        self._samples: dict[str, Delivery] = {}
        self._first_files: dict[str, str] = {}
        self._taken: dict[str, list[date]] = {}
        self._account: dict[str, Any] = {
            name: {} for name in ("filer", "linjer", "karantaene", "afvist", "kopier")
        }

    def write(self, delivery: Delivery) -> None:
        """Write one delivery, as one file or two."""
        kilde = delivery.feed.kilde
        rng = self._school.dice("rod", kilde, delivery.dag)
        rates = self._school.profil.leveringer
        is_split = len(delivery.rows) >= SPLIT_FROM_LINES and rng.random() < rates.andel_delte_filer
        parts = list(_parts(delivery.rows, 2 if is_split and self._rod > Rod.REN else 1))
        for number, rows in enumerate(parts, start=1):
            ending = f"_{number}" if len(parts) > 1 else ""
            self._write_part(delivery._replace(rows=rows), rng, f"{self._name(delivery)}{ending}")
        self._samples[kilde] = delivery._replace(rows=delivery.rows[:LINES])
        self._taken.setdefault(kilde, []).append(delivery.dag)

    def finish(self, kpi: dict[str, list[dict[str, Any]]]) -> SkoleSandhed:
        """Write what must be refused at that level of mess, and return the whole account."""
        venter, ukendt = (
            (self._write_waiting(), self._write_unknown())
            if self._rod is Rod.FEJLFILER
            else ((), ())
        )
        if self._rod is Rod.FEJLFILER:
            self._write_refused()
            self._write_copies()
        return SkoleSandhed(kpi=kpi, venter=venter, uden_kontrakt=ukendt, **self._account)

    def _write_part(self, delivery: Delivery, rng: Random, name: str) -> None:
        rates = self._school.profil.leveringer
        is_sheet = (
            len(delivery.rows) <= rates.linjer_i_ark
            and rng.random() < rates.andel_ark
            and self._rod > Rod.REN
        )
        dialect = draw_dialect(rng, self._rod, is_sheet=is_sheet)
        page = Page(delivery.feed, delivery.dag, dialect, delivery.rows)
        ending = "xlsx" if is_sheet else "csv"
        path = f"{delivery.feed.kilde}/{delivery.dag}/{name}.{ending}"
        counts, bad = {"linje": len(delivery.rows)}, {}
        if self._rod >= Rod.FEJLLINJER:
            spoiling = Spoiling(rng, self._school.people, delivery.feed, dialect)
            bad = draw_bad_lines(spoiling, delivery.rows, rates.andel_fejllinjer)
            page, sorts = mess_up(page, spoiling, bad)
            counts = dict(sorts)
        self._put(path, page.to_bytes())
        self._first_files.setdefault(delivery.feed.kilde, path)
        self._account["linjer"][path] = counts
        if bad:
            self._account["karantaene"][path] = {
                rule.value: len(rows) for rule, rows in bad.items()
            }

    def _write_refused(self) -> None:
        for refusal, kilde in FEED_OF.items():
            if sample := self._sample_on_free_day(kilde):
                rng = self._school.dice("afvist", refusal)
                spoiling = Spoiling(rng, self._school.people, sample.feed, Dialect())
                refused = draw_refused(refusal, spoiling, sample)
                path = f"{kilde}/{sample.dag}/{self._name(sample)}_{refusal}.{refused.ending}"
                self._put(path, refused.content)
                self._account["afvist"][path] = refusal.regel

    def _write_copies(self) -> None:
        for kilde in DELIVERED_TWICE:
            if sample := self._sample_on_free_day(kilde):
                first = self._first_files[kilde]
                path = f"{kilde}/{sample.dag}/igen_{PurePosixPath(first).name}"
                self._put(path, (self._folder / first).read_bytes())
                self._account["kopier"][path] = first

    def _write_waiting(self) -> tuple[str, ...]:
        if not (sample := self._sample_on_free_day(WAITING_IN)):
            return ()
        content = Page(sample.feed, sample.dag, Dialect(), sample.rows).to_bytes()
        names = [waiting.format(name=self._name(sample)) for waiting in Waiting]
        return tuple(
            self._put(f"{WAITING_IN}/{sample.dag}/{name}", content[: len(content) // 2])
            for name in names
        )

    def _write_unknown(self) -> tuple[str, ...]:
        path = f"{UNKNOWN_FOLDER}/{self._school.pr_dato}/liste.csv"
        return (self._put(path, b"Navn;Antal\nHold A;12\n"),)

    def _sample_on_free_day(self, kilde: str) -> Delivery | None:
        sample, taken = self._samples.get(kilde), self._taken.get(kilde, [])
        if sample is None:
            return None
        day = free_day(taken, max(taken))
        taken.append(day)
        return sample._replace(dag=day)

    def _name(self, delivery: Delivery) -> str:
        names = self._school.profil.leveringer.filnavne
        return names.get(delivery.feed.kilde, f"{delivery.feed.kilde}_{{dato}}").format(
            dato=f"{delivery.dag:%Y%m%d}"
        )

    def _put(self, path: str, content: bytes) -> str:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        day = date.fromisoformat(target.parent.name)
        os.utime(target, (datetime.combine(day, NOON, UTC).timestamp(),) * 2)
        self._account["filer"][path] = sha256(content).hexdigest()
        return path


def _parts(rows: Sequence[Row], number: int) -> Iterator[Sequence[Row]]:
    size = -(-len(rows) // number)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
