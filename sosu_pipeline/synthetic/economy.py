"""Money by account and month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sosu_pipeline.synthetic.chance import factor
from sosu_pipeline.synthetic.days import month_ends
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.profile import Post
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Truth

FEED = Feed(
    kilde="oekonomi",
    noegle=("regnskabsaar", "maaned", "formaal", "art"),
    egen="formaal",
    kolonner={
        "regnskabsaar": Kind.HELTAL,
        "maaned": Kind.HELTAL,
        "formaal": Kind.TEKST,
        "art": Kind.KODE,
        "budget": Kind.DECIMAL,
        "realiseret": Kind.DECIMAL,
    },
)
OERE = Decimal("0.01")
BUDGETED_ON = (12, 1)
REPOSTED_AFTER = timedelta(days=95)


@dataclass(frozen=True)
class Posting:
    """An account's month; ``foerst`` is what was reported before a reposting."""

    post: Post
    maaned: date
    budget: Decimal
    realiseret: Decimal
    meldt: date
    foerst: Decimal | None


def draw_postings(school: School) -> list[Posting]:
    """Draw every account's months, the whole of the current year included."""
    rng, rates = school.dice("oekonomi"), school.profil.oekonomi
    postings = []
    for month in month_ends(school.first_day, date(school.years[-1], 12, 31)):
        for post in rates.poster:
            normal = school.per_1000(post.beloeb)
            budget = _kroner(normal * rates.budgetfaktor)
            swing = 1 + rates.udsving * (2 * rng.random() - 1)
            realiseret = _kroner(normal * factor(post.aarsfaktor, month.year) * swing)
            meldt = month + timedelta(days=rates.indberettes_efter_dage)
            foerst = _kroner(normal) if rng.random() < rates.andel_efterposteret else None
            postings.append(Posting(post, month, budget, realiseret, meldt, foerst))
    return postings


def count(postings: Sequence[Posting], truth: Truth, day: date) -> None:
    """Count money by regnskabsaar: kpi_kantine, kpi_resultat and kpi_budget.

    What the accounts showed on the day: a month not reported yet has no realised amount, and one
    not reposted yet has its first. The budget is the whole year's, months ahead included.
    """
    for one in postings:
        year = {"aar": one.maaned.year}
        truth.add("kpi_budget", year, -one.budget)
        if one.meldt <= day:
            is_first = one.foerst is not None and one.meldt + REPOSTED_AFTER > day
            realiseret = one.foerst if is_first and one.foerst is not None else one.realiseret
            truth.add("kpi_resultat", year, -realiseret)
            if one.post.formaal == "Kantine":
                truth.add("kpi_kantine", year, realiseret)


def deliveries(school: School, postings: Sequence[Posting]) -> Iterator[Delivery]:
    """Yield the year's budget in December, then each month as it is reported and reposted."""
    lines = [line for one in postings for line in _lines(one)]
    yield from changes(FEED, lines, school.days(FEED.kilde))


def _kroner(amount: float) -> Decimal:
    return Decimal(round(amount * 100)) * OERE


def _lines(one: Posting) -> Iterator[Line]:
    head = (one.maaned.year, one.maaned.month, one.post.formaal, one.post.art, one.budget)
    yield Line(date(one.maaned.year - 1, *BUDGETED_ON), (*head, None))
    if one.foerst is None:
        yield Line(one.meldt, (*head, one.realiseret))
    else:
        yield Line(one.meldt, (*head, one.foerst))
        yield Line(one.meldt + REPOSTED_AFTER, (*head, one.realiseret))
