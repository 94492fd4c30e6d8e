"""Agreements per kommune can be held against the dimensionering, which is reference data."""

from datetime import date

from sosu_pipeline.warehouse.reference import code_table, write_codes
from tests.factories import build, catalog, fetch, staged

DIMENSIONERING = "dimensionering"
AGAINST = f"""
select
    m.uddannelse,
    m.antal::int as antal,
    coalesce(sum(k.taeller), 0)::int as personer,
from {code_table(DIMENSIONERING)} as m
left join marts.kpi_aftale_kommune as k
    on m.kommune = k.kommune and m.uddannelse = k.uddannelse and m.aar::int = year(k.dato)
where m.kommune = '707' and m.aar = '2026'
group by all
order by all
"""


def test_agreements_meet_the_dimensionering_of_their_kommune_year_and_education() -> None:
    in_the_kommune = {"kommune": "0707", "underskriftsdato": None}
    connection = staged(
        {
            "uddannelsesaftaler": [
                {**in_the_kommune, "person": "anna"},
                {**in_the_kommune, "person": "bo", "kommune": "707"},
                {**in_the_kommune, "person": "carl", "uddannelse": "SSH"},
                {**in_the_kommune, "person": "dina", "praktikstart": date(2025, 8, 4)},
                {**in_the_kommune, "person": "erik", "kommune": "851"},
            ]
        }
    )
    write_codes(connection, [catalog().codes[DIMENSIONERING]])
    build(connection, "kpi_aftale_kommune")
    assert fetch(connection, AGAINST) == [
        {"uddannelse": "SSA", "antal": 51, "personer": 2},  # anna og bo; dinas er fra 2025
        {"uddannelse": "SSH", "antal": 24, "personer": 1},
    ]
