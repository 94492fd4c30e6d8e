"""A survey tool's export: invented answers in the usual dialect, as many as are asked for.

Run as ``python -m benchmarks.answers <number> <file.csv>``. The respondents belong to nobody: they
are numbered. 5 million answers have about 84,000 distinct values in their nine columns.
"""

import sys
from pathlib import Path

import duckdb

_SELECT = """
with svar as (
    select
        i // 63 as respondent,
        (i // 7) % 9 as runde,
        i % 7 as punkt,
        hash(i) as terning,
        hash(i // 7) % 33 = 0 as forlader
    from range($svar) as t (i)
)

select
    'R' || lpad(respondent::varchar, 6, '0') as respondent,
    'H' || lpad((respondent // 18)::varchar, 4, '0') as hold,
    ['SSH', 'SSA', 'PAU'][1 + respondent % 3] as uddannelse,
    ['GF2', 'HF'][1 + (respondent // 3) % 2] as uddannelsesdel,
    ['280529', '821411', '281639', '281640', '281641', '281642'][
        1 + (respondent // 6) % 6
    ] as afdeling,
    strftime(
        date '2018-01-01' + (14 * ((respondent * 7 + runde) % 250))::integer, '%d-%m-%Y'
    ) as "uge/dato",
    'Spørgsmål ' || (punkt + 1) as spoergsmaal,
    case when punkt < 4 then 'Velbefindende' else 'Læringsmiljø' end as indikator,
    case
        when (forlader and punkt > 1) or terning % 31 = 0 then null
        when terning % 37 = 0 then 'Ved ikke'
        else (1 + terning % 5)::varchar
    end as svar
from svar"""


def draw_answers(number: int, path: Path) -> None:
    """Write that many answers as CSV; the same number gives the same bytes."""
    with duckdb.connect() as connection:
        answers = connection.sql(_SELECT, params={"svar": number})
        answers.write_csv(str(path), sep=";", header=True)


if __name__ == "__main__":
    draw_answers(int(sys.argv[1]), Path(sys.argv[2]))
