"""YAML to models: every error names file, line and remedy."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from sosu_pipeline.declarations.model import BROKEN_RULE, Declaration, DeclarationError, Place

Model = TypeVar("Model", bound=Declaration)

_PROBLEMS = {
    BROKEN_RULE: ("{problem}", "{remedy}"),
    "missing": ("feltet {name} mangler", "tilføj det"),
    "extra_forbidden": ("feltet {name} er ukendt", "ret stavemåden eller slet linjen"),
    "enum": ("{name} har en værdi uden for listen", "brug en af {expected}"),
    "string_pattern_mismatch": ("{name} er ikke et navn", "skriv små bogstaver, cifre og _"),
    "string_type": ("{name} er ikke en tekst", "sæt den i anførselstegn"),
    "bool_parsing": ("{name} er hverken sand eller falsk", "skriv true eller false"),
    "int_parsing": ("{name} er ikke et helt tal", "skriv det med cifre"),
    "float_parsing": ("{name} er ikke et tal", "skriv det med cifre og punktum"),
    "decimal_parsing": ("{name} er ikke et tal", "skriv det med cifre og punktum"),
    "date_from_datetime_parsing": ("{name} er ikke en dato", "skriv den som ÅÅÅÅ-MM-DD"),
    "union_tag_not_found": ("{name} har ingen type", "tilføj feltet type"),
    "union_tag_invalid": ("{name} har den ukendte type {tag}", "brug en af {expected_tags}"),
    "too_short": ("{name} er tom", "skriv mindst {min_length}"),
    "greater_than": ("{name} er for lille", "skriv mere end {gt}"),
    "greater_than_equal": ("{name} er for lille", "skriv mindst {ge}"),
    "less_than_equal": ("{name} er for stor", "skriv højst {le}"),
}
_OTHERWISE = ("{name} kan ikke bruges, som den står", "skriv den, som de andre filer i mappen gør")


def _as_it_stands(place: Place) -> Place:
    return place


def read_declaration(
    path: Path, model: type[Model], *, place_in_yaml: Callable[[Place], Place] = _as_it_stands
) -> Model:
    """Read one YAML file as a model; ``place_in_yaml`` leads from the model's places to the file's.

    Raises:
        DeclarationError: the file is not YAML, or does not fit the model.
    """
    document = _load(path, kind="safe")
    if not isinstance(document, dict):
        raise DeclarationError(path, 1, "filen er tom eller har ingen felter", "udfyld den")
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise misfit(path, error, place_in_yaml=place_in_yaml) from error


def error_at(path: Path, place: Place, *, problem: str, remedy: str) -> DeclarationError:
    """Return the error for a place in a YAML file, with the line it stands on."""
    line = max(_lines_towards(_load(path, kind="rt"), place), default=0)
    return DeclarationError(path, line + 1, problem, remedy)


def not_among(path: Path, place: Place, problem: str, known: Iterable[str]) -> DeclarationError:
    """Return the error for a name that is none of the known ones."""
    return error_at(path, place, problem=problem, remedy=f"brug en af {', '.join(known)}")


def check_name(path: Path, field: str, name: str) -> None:
    """Hold the name in a file against the file's own.

    Raises:
        DeclarationError: they differ.
    """
    if name != path.stem:
        problem = f"{field} er {name}, men filen hedder {path.name}"
        raise error_at(path, (field,), problem=problem, remedy="giv dem samme navn")


def misfit(
    path: Path,
    error: ValidationError,
    *,
    place: Place | None = None,
    place_in_yaml: Callable[[Place], Place] = _as_it_stands,
) -> DeclarationError:
    """Return what first kept a document from its model, at ``place`` when that is elsewhere."""
    first = error.errors()[0]
    context = first.get("ctx", {})
    found = place_in_yaml((*first["loc"], *context.get("place", ())))
    words = {"name": ".".join(map(str, found)), **context}
    problem, remedy = (text.format(**words) for text in _PROBLEMS.get(first["type"], _OTHERWISE))
    return error_at(path, place or found, problem=problem, remedy=remedy)


def _load(path: Path, *, kind: str) -> object:
    """Load with ``safe``, which is quick, or ``rt``, which remembers lines."""
    try:
        document: object = YAML(typ=kind).load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise DeclarationError(path, 1, "filen er ikke UTF-8", "gem den igen som UTF-8") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = "filen er ikke gyldig YAML"
        raise DeclarationError(path, line, problem, "ret indrykning og tegn") from error
    return document


def _lines_towards(node: Any, place: Place) -> Iterator[int]:  # noqa: ANN401  whatever YAML holds
    for part in place:
        try:
            yield node.lc.data[part][0]
            node = node[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            return
