"""What waits: deliveries in the archive that raw or staging has not taken in."""

from collections.abc import Sequence

import duckdb

from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.warehouse.band import Refusal, Staged
from sosu_pipeline.warehouse.settling import name_new, write_deliveries
from sosu_pipeline.warehouse.tables import DELIVERY_LEDGER, READ_LEDGER
from sosu_pipeline.warehouse.verdicts import Delivery


def unstaged(connection: duckdb.DuckDBPyConnection, kilde: str) -> Sequence[Delivery]:
    """Return a feed's deliveries that raw has read and staging has not judged, in order."""
    rows = connection.execute(
        "select skole, kilde, levering, any_value(ankomst) as ankomst, "
        "any_value(raekkefoelge) as raekkefoelge, any_value(fingeraftryk) as fingeraftryk "
        f"from {READ_LEDGER} anti join {DELIVERY_LEDGER} using (levering) where kilde = ? "
        "group by all order by ankomst, raekkefoelge",
        [kilde],
    ).fetchall()
    names = ("skole", "kilde", "levering", "ankomst", "raekkefoelge", "fingeraftryk")
    return [Delivery(**dict(zip(names, row, strict=True))) for row in rows]


def refuse_unreadable(
    connection: duckdb.DuckDBPyConnection, contract: Contract, deliveries: Sequence[Delivery]
) -> Sequence[Delivery]:
    """Refuse the deliveries with a file that could not be read, and return the others."""
    reasons = {
        levering: Refusal(regel=regel, tekst=tekst, middel=middel)
        for levering, regel, tekst, middel in connection.execute(
            f"select levering, regel, tekst, middel from {READ_LEDGER} "
            "where kilde = ? and regel is not null order by filnavn desc",
            [contract.kilde],
        ).fetchall()
    }
    refused = [each for each in deliveries if each.levering in reasons]
    if refused:
        name_new(connection, refused)
        unread = [
            Staged(delivery=each, linjer=0, refusal=reasons[each.levering]) for each in refused
        ]
        write_deliveries(connection, contract, unread)
    return [each for each in deliveries if each.levering not in reasons]


def fingerprints(connection: duckdb.DuckDBPyConnection, kilde: str) -> frozenset[tuple[str, str]]:
    """Return the (school, fingerprint) pairs a feed was read under: contract, codes and key."""
    query = f"select distinct skole, fingeraftryk from {READ_LEDGER} where kilde = ?"
    return frozenset(connection.execute(query, [kilde]).fetchall())


def deliveries_read(connection: duckdb.DuckDBPyConnection, kilde: str) -> frozenset[str]:
    """Return the ids of a feed's deliveries that raw has read or refused."""
    query = f"select distinct levering from {READ_LEDGER} where kilde = ?"
    return frozenset(levering for (levering,) in connection.execute(query, [kilde]).fetchall())
