"""The page as HTML: one file with its style, its script and its drawings inside."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from sosu_pipeline.progress.status import Status
from sosu_pipeline.publishing.scorecard.shown import PageShown

TEMPLATES = files("sosu_pipeline.publishing.scorecard") / "templates"
PAGE, STYLE, THEME, SCRIPT = "page.html.j2", "page.css", "theme.js", "page.js"


def render_page(page: PageShown) -> str:
    """Return the page; the same page gives the same text."""
    script = page_theme() + _text(SCRIPT)
    return (
        _environment()
        .get_template(PAGE)
        .render(
            page=page,
            Status=Status,
            style=Markup(page_style()),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            script_digest=_digest(script),
        )
    )


def page_style() -> str:
    """Return the style sheet, for pages that are to look the same."""
    return _text(STYLE)


def page_theme() -> str:
    """Return the script of the button for light and dark, for the same pages."""
    return _text(THEME)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    """Return what the page's own policy knows its script by."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
