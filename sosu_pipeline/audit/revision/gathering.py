"""The whole page gathered: what is asked for, followed and read, put in its places."""

from collections.abc import Iterable, Mapping, Sequence

from sosu_pipeline.audit.revision.deliveries import show_feeds, show_refused
from sosu_pipeline.audit.revision.figures import UNTOLD, show_accounts, show_steps
from sosu_pipeline.audit.revision.goals import FollowedFigure, Goals
from sosu_pipeline.audit.revision.outcomes import CheckOutcome
from sosu_pipeline.audit.revision.published import (
    show_data_dates,
    show_manifest,
    show_moves,
    show_tables,
)
from sosu_pipeline.audit.revision.shown import Drawing, PageShown, WayShown
from sosu_pipeline.audit.tracing.asking import Asking
from sosu_pipeline.audit.tracing.figure import Tracing, date_step
from sosu_pipeline.audit.tracing.result import Way

SCHOOLS = "select skole_navn from dim_skole where skole_noegle > 0 order by skole_navn"


def gather_page(
    asking: Asking,
    tracing: Tracing,
    *,
    outcomes: Sequence[CheckOutcome],
    drawings: Mapping[str, str],
) -> PageShown:
    """Return the audit page of the publication that the warehouse stands at."""
    publication, connection = asking.publication, tracing.tables.connection
    goals = Goals(asking, tracing)
    shown = tuple(goals.shown())
    smallest = _smallest(asking)
    names = [name for (name,) in publication.tables.execute(SCHOOLS).fetchall()]
    (dato,) = show_steps([date_step(asking.as_of, publication.pr_dato)], ())
    return PageShown(
        skole=" og ".join(names),
        pr_dato=f"{publication.pr_dato:%d-%m-%Y}",
        publicering_id=publication.publicering_id,
        manifest=show_manifest(publication),
        datadatoer=show_data_dates(publication),
        dato=dato,
        tabeller=show_tables(publication),
        maal=shown,
        veje=tuple(_ways(goals.followed, smallest)),
        kilder=show_feeds(connection, [figure for goal in shown for figure in goal.tal]),
        afviste=show_refused(connection),
        kontroller=outcomes,
        aendringer=show_moves(publication),
        tegninger=tuple(Drawing(table, svg) for table, svg in sorted(drawings.items())),
        smaa=str(smallest),
    )


def _ways(followed: Iterable[FollowedFigure], smallest: int) -> Iterable[WayShown]:
    """Yield each entity mart's way once, however many figures rest on it."""
    ways: dict[str, Way] = {}
    for each in followed:
        ways |= each.figure.vejen
    for table, way in ways.items():
        accounts = show_accounts(way.regnskaber, smallest)
        untold = {f"{each.tabel} → {table}" for each in accounts if each.i_alt == UNTOLD}
        yield WayShown(
            id=f"vej-{table.replace('.', '-')}",
            tabel=table,
            trin=show_steps(way.trin, untold),
            regnskaber=accounts,
        )


def _smallest(asking: Asking) -> int:
    """Return the largest of the schools' limits, since a way counts the rows of them all."""
    cells = [school.indstillinger.smaa_celler for school in asking.schools()]
    return max((limit for cell in cells for limit in (cell.personer, cell.trivsel)), default=1)
