"""What was refused is mended without a new file, and what comes again counts once."""

from datetime import date
from pathlib import Path

from tests.nights import Home, completed, cpr, delivery

GOOD = delivery("fvu", {}, {}, {})
LATER = date(2027, 9, 2)


def add_alias(declared: Path, kilde: str, column: str, alias: str) -> None:
    """Let SOSU Nord deliver a column of a feed under another header."""
    school = declared / "skoler" / "sosu_nord.yaml"
    feed = f"  {kilde}: {{hyppighed: maanedlig"
    text = school.read_text(encoding="utf-8")
    assert feed in text
    with_alias = f"{feed}, aliaser: {{{column}: [{alias}]}}"
    school.write_text(text.replace(feed, with_alias), encoding="utf-8")


def test_a_missing_column_is_mended_by_an_alias_with_no_new_file(home: Home) -> None:
    home.drop("fvu", "a.csv", GOOD.replace("startdato", "Begyndt"))
    completed(home.run())
    assert home.query("select regel, linjer::int as linjer from raw.filer") == [
        {"regel": "manglende_kolonne", "linjer": 0}
    ]

    add_alias(home.copy_declarations(), "fvu", "startdato", "Begyndt")
    outcome = completed(home.run())
    assert home.query("select startdato, count(*)::int as lines from staging.fvu group by all") == [
        {"startdato": date(2026, 3, 2), "lines": 3}
    ]
    assert home.query("select regel, linjer::int as linjer from raw.filer") == [
        {"regel": None, "linjer": 3}
    ]
    assert outcome.check("raw/fvu", "filer_kan_laeses").passed
    assert outcome.check("staging/fvu", "kontrakt").passed


def test_the_same_bytes_again_count_once(home: Home) -> None:
    home.drop("fvu", "a.csv", GOOD)
    first = completed(home.run())
    home.drop("fvu", "kopi.csv", GOOD, day=LATER)
    home.drop("fvu", "kopi_igen.csv", GOOD, day=None)
    second = completed(home.run())
    assert home.query("select filnavn, linjer::int as linjer from raw.filer") == [
        {"filnavn": "sosu_nord/fvu/2027-09-01/a.csv", "linjer": 3}
    ]
    assert home.query("select count(*)::int as lines from staging.fvu_versioner") == [{"lines": 3}]
    assert second.publicering_id == first.publicering_id


def test_lines_that_come_again_replace_the_earlier_ones(home: Home) -> None:
    home.drop("fvu", "a.csv", GOOD)
    home.drop("fvu", "b.csv", delivery("fvu", {}, {"timer": 12}, {"person": cpr(9)}), day=LATER)
    completed(home.run())
    account = "select linjer, accepteret, karantaene, erstattet from staging.raekkeregnskab"
    assert [tuple(row.values()) for row in home.query(account)] == [
        (3, 1, 0, 2),  # of a.csv the third line stands, the others came again
        (3, 3, 0, 0),
    ]
