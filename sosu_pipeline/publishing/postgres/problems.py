"""What is wrong with a database, in Danish with the remedy and without password or values."""

from typing import Final

from sosu_pipeline.errors import UserError

LOCKED: Final = frozenset({"55P03", "57014", "40P01"})
"""A lock that was not had in time, a statement that took too long, and a deadlock."""

RIGHTS = (
    "rollen mangler rettigheder; giv den create på databasen, og lad den eje skemaerne med alt "
    "indhold"
)
DOWN = "databasen svarer ikke; start den, eller ret vært og port i SOSU_POSTGRES_URL"
LOGIN = "brugeren eller adgangskoden er afvist; ret SOSU_POSTGRES_URL"
CROWDED = "databasen tager ikke flere forbindelser; luk nogle, eller hæv grænsen for rollen"
CUT = "forbindelsen blev afbrudt undervejs; se i databasens log, og kør natten igen"
OTHERWISE = "databasen sagde fra (SQLSTATE {}); se i dens log, og kør natten igen"

_BY_STATE: Final = {
    "22021": "en tekst har et tegn, som PostgreSQL ikke kan gemme, f.eks. \\x00{}; ret kilden",
    "22P05": "en tekst har tegn uden for databasens tegnsæt{}; opret databasen med encoding UTF8",
    "22008": "en dato ligger uden for det, PostgreSQL kan gemme{}; ret kilden",
    "23505": "nøglen i kontrakten er ikke entydig; ret kontrakten eller tabellens SQL",
    "25006": "databasen kan kun læses; brug den, der kan skrives i, eller slå skrivning til",
    "2BP01": "noget uden for skemaet afhænger af dets tabeller; flyt det til en forespørgsel",
    "42501": RIGHTS,
    "53100": "databasens disk er fuld; gør plads, og kør natten igen",
    "53200": "databasen har ikke hukommelse nok; giv den mere, og kør natten igen",
    "53300": CROWDED,
    "53400": "databasen har nået en grænse, den er sat op med; hæv den, og kør natten igen",
    "55P03": "en lås var optaget; luk det, der holder den, og kør natten igen",
    "57014": "databasen var for længe om et skridt; se, hvad den laver, og kør natten igen",
    "57P01": "databasen blev lukket undervejs; start den, og kør natten igen",
    "57P02": "databasen gik ned undervejs; start den, og kør natten igen",
    "57P03": "databasen er ved at starte eller lukke; kør natten igen om lidt",
}
_BY_WORDS: Final = {
    "connection refused": DOWN,
    "no such file": DOWN,
    "no route to host": DOWN,
    "network is unreachable": DOWN,
    "could not translate host name": "værten findes ikke; ret den i SOSU_POSTGRES_URL",
    "timeout expired": "databasen svarede ikke i tide; se, om den og vejen til den er i orden",
    "authentication failed": LOGIN,
    "no password supplied": LOGIN,
    "is not permitted to log in": LOGIN,
    "permission denied for database": "rollen må ikke åbne databasen; giv den connect",
    "does not exist": "databasen eller rollen findes ikke; ret SOSU_POSTGRES_URL, eller opret den",
    "pg_hba.conf": "serveren lukker ikke denne maskine ind; tilføj den i pg_hba.conf",
    "ssl": "serveren og forbindelsen er ikke enige om kryptering; ret sslmode i SOSU_POSTGRES_URL",
    "too many connections": CROWDED,
    "too many clients": CROWDED,
    "connection slots": CROWDED,
    "is starting up": _BY_STATE["57P03"],
    "is shutting down": _BY_STATE["57P03"],
}
_REFUSED = "der kan ikke forbindes; ret SOSU_POSTGRES_URL, og se i databasens log"


class PostgresError(UserError):
    """PostgreSQL could not be given the publication; ``state`` is the SQLSTATE, where it has one.

    The text is a Danish sentence with the remedy. It quotes neither the driver nor the server,
    whose words can hold a password or a value.
    """

    def __init__(self, text: str, state: str | None = None) -> None:
        """Take the sentence and the SQLSTATE."""
        super().__init__(text)
        self.state = state


def refusal_of(shown: str, said: str) -> PostgresError:
    """Return why there is no connection, from what the driver said, which is not repeated."""
    words = said.casefold()
    problem = next((text for part, text in _BY_WORDS.items() if part in words), _REFUSED)
    return PostgresError(f"PostgreSQL ({shown}): {problem}")


def problem_of(shown: str, state: str | None, where: str = "") -> PostgresError:
    """Return why a statement failed, from its SQLSTATE; ``where`` is a table or a column."""
    place = f" ({where})" if where else ""
    problem = _BY_STATE.get(state or "", OTHERWISE if state else CUT)
    filled = problem.format(state if problem is OTHERWISE else place)
    return PostgresError(f"PostgreSQL ({shown}): {filled}", state)
