"""Debian's Chromium on a page of ours, which may ask for nothing but itself."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the browser, or skip with the reason where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright er ikke installeret")
    if CHROMIUM is None:
        pytest.skip("der er ingen chromium på maskinen")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, file: Path, *, fragment: str = "", **options: Any) -> Iterator[Any]:
    """Open a page; it may say nothing in the console and ask for nothing but itself."""
    context = browser.new_context(**options)
    page = context.new_page()
    noise, requests = [], []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))

    def only_itself(route: Any) -> None:
        requests.append(route.request.url)
        route.continue_() if route.request.url.startswith("file:") else route.abort()

    page.route("**/*", only_itself)
    page.goto(file.as_uri() + fragment)
    yield page
    assert noise == []
    assert {url.partition("#")[0] for url in requests} == {file.as_uri()}
    context.close()
