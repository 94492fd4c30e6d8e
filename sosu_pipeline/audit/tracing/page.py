"""A trace as one page that asks for nothing: its style inside, no script, no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

import jinja2
from markupsafe import Markup

from sosu_pipeline.audit.tracing.reasons import in_words
from sosu_pipeline.audit.tracing.result import Figure, Step

TEMPLATES = files("sosu_pipeline.audit.tracing") / "templates"
PAGE = "trace.html.j2"
HIDDEN, NOTHING = "skjult", "–"


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a page shows: what was asked for, the date's step, and the figures."""

    titel: str
    dato: Step
    tal: Sequence[Figure]


def write_page(path: Path, page: Page, *, style: str) -> None:
    """Write a trace as a page in a style sheet, the one that the other pages have."""
    path.write_text(render_page(page, style=style), encoding="utf-8", newline="\n")


def render_page(page: Page, *, style: str) -> str:
    """Return the page; the same trace gives the same text."""
    sheet = Markup(style)  # noqa: S704 - our own file
    return _environment().get_template(PAGE).render(page=page, stil=sheet)


def shown(step: Step, is_hidden: bool) -> str:  # noqa: FBT001 - a filter of the template
    """Write the two numbers of a step with how they compare; nothing where there are none."""
    if is_hidden and step.om_tallet:
        return HIDDEN
    if step.venstre is None and step.hoejre is None:
        return ""
    return f"{number(step.venstre)} {'=' if step.holder else '≠'} {number(step.hoejre)}"


def number(value: Decimal | int | None) -> str:
    """Write a number as Danes do: decimal comma, point between thousands."""
    if value is None:
        return NOTHING
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"tal": number, "grund": in_words, "vist": shown}
    environment.globals["HIDDEN"] = HIDDEN
    return environment


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
