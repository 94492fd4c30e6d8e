"""The base of every declared thing: frozen, and refusing fields it does not know."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from sosu_pipeline.errors import UserError

NAME_PATTERN = r"^[a-z][a-z0-9_]*$"

Name = Annotated[str, Field(pattern=NAME_PATTERN)]
Place = tuple[str | int, ...]

BROKEN_RULE = "brudt_regel"


class DeclarationError(UserError):
    """A declaration in ``data/`` is wrong; the text names file, line and remedy in Danish."""

    def __init__(self, path: Path, line: int, problem: str, remedy: str) -> None:
        """Build the sentence from its parts."""
        super().__init__(f"{path.as_posix()}, linje {line}: {problem}; {remedy}")
        self.path, self.line, self.problem, self.remedy = path, line, problem, remedy


class Declaration(BaseModel):
    """A frozen model that forbids unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def broken_rule(*, place: Place, problem: str, remedy: str) -> PydanticCustomError:
    """Return the error a validator raises; ``place`` leads from the model to the field at fault."""
    context = {"place": place, "problem": problem, "remedy": remedy}
    return PydanticCustomError(BROKEN_RULE, "{problem}; {remedy}", context)
