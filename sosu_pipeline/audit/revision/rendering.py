"""The page as HTML: one file with its style, its script and its drawings inside."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from sosu_pipeline.audit.revision.shown import PageShown
from sosu_pipeline.audit.tracing.page import number
from sosu_pipeline.progress.status import Status

TEMPLATES = files("sosu_pipeline.audit.revision") / "templates"
PAGE, STYLE, SCRIPT = "page.html.j2", "page.css", "page.js"
CONTRACT_CHECK = "kontrakt"


def render_page(page: PageShown, *, style: str, theme: str) -> str:
    """Return the page in the other pages' style and theme; the same page gives the same text."""
    script = theme + _text(SCRIPT)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _environment()
        .get_template(PAGE)
        .render(
            page=page,
            Status=Status,
            KONTRAKT=CONTRACT_CHECK,
            style=Markup(style),  # noqa: S704 - our own file
            own_style=Markup(_text(STYLE)),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            script_digest=digest,
        )
    )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"tal": number, "svg": _drawn}
    return environment


def _drawn(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 - our own drawing, its texts escaped


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
