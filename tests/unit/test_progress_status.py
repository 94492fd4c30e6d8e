"""Statuses: which is worse, how they are counted, and who can tell their colours apart."""

from itertools import combinations, product

import pytest

from sosu_pipeline.progress.status import Status, count_by, worst

JUDGED = [status for status in Status if not status.is_neutral]
# How those who lack one kind of cone see linear red, green and blue (Machado 2009, full severity).
EYES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = (min(max(part, 0.0), 1.0) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def test_the_worst_of_an_indsats_is_its_worst_judged_goal() -> None:
    assert [*JUDGED] == ["ikke_naaet", "bagud", "i_risiko", "paa_sporet", "naaet"]
    for worse, better in combinations(JUDGED, 2):
        assert worst([better, worse]) is worse
    for judged, neutral in product(JUDGED, set(Status) - set(JUDGED)):
        assert worst([neutral, judged]) is judged


def test_neutral_statuses_stand_where_nothing_is_judged() -> None:
    assert worst([Status.INTET_MAAL, Status.MANGLER_DATA]) is Status.MANGLER_DATA
    assert worst([Status.IKKE_STARTET, Status.BASELINE_OPBYGGES]) is Status.BASELINE_OPBYGGES
    assert worst([]) is Status.INTET_MAAL
    assert len([status for status in Status if status.is_neutral]) == 4


def test_every_status_is_counted_in_every_group() -> None:
    pairs = [("a", Status.NAAET), ("b", Status.BAGUD), ("a", Status.NAAET)]
    counted = count_by(pairs)
    assert list(counted) == ["a", "b"]
    assert list(counted["a"]) == list(Status)
    assert counted["a"][Status.NAAET] == 2
    assert sum(counted["a"].values()) == 2
    assert counted["b"][Status.NAAET] == 0


def test_every_status_has_its_own_label_and_symbol() -> None:
    for look in ("label", "symbol"):
        assert len({getattr(status, look) for status in Status}) == len(Status)
    assert Status.PAA_SPORET.label == "På sporet"


@pytest.mark.parametrize("status", Status)
def test_every_colour_is_readable_on_white_and_on_black(status: Status) -> None:
    red, green, blue = linear(status.colour)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert 1.05 / (luminance + 0.05) >= 3
    assert (luminance + 0.05) / 0.05 >= 3


@pytest.mark.parametrize("eyes", EYES)
def test_no_two_judged_statuses_look_alike_to_anybody(eyes: str) -> None:
    seen = {
        status: lab(
            tuple(
                sum(weight * part for weight, part in zip(row, linear(status.colour), strict=True))
                for row in EYES[eyes]
            )
        )
        for status in [*JUDGED, Status.MANGLER_DATA]
    }
    for one, other in combinations(seen, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
        assert apart >= 20, (one, other, apart)
