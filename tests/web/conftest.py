"""Real Chromium against the real service: the shipped corpus, the shipped embedder, a port on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.api.app import create_app
from assistant.core import Assistant
from assistant.settings import Settings
from tests.assistant.api.live import Live, start

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Debian's chromium is not installed")
    return path


@pytest.fixture(scope="package")
def live(chromium: str, shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("web") / "data"
    shutil.copytree(shipped_data, folder)
    settings = Settings(data_dir=folder)
    live = start(create_app(settings, Assistant(settings)))
    yield live
    live.stop()


# Playwright keeps an event loop in this thread, so it starts after all that runs one and ends with this folder.
@pytest.fixture(scope="package")
def browser(live: Live, chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(live: Live, browser: Browser) -> Iterator[OpenPage]:
    """Opens the page as a new visitor. Whatever a test does: no request leaves the origin and no script fails."""
    contexts, asked, failures = [], [], []

    def open_at(place: str = "/", **visitor: Any) -> Page:
        options = {"viewport": DESKTOP, "locale": "zh-CN", "reduced_motion": "reduce", **visitor}
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("console", lambda message: failures.append(message.text) if is_failure(message) else None)
        page.goto(live.url + place)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert asked
    assert [url for url in asked if not url.startswith((live.url + "/", "data:", "blob:"))] == []
    assert failures == []


def is_failure(message: Any) -> bool:
    """Errors and violations of the security policy; a refused request is told apart by the tests themselves."""
    return message.type == "error" and "Failed to load resource" not in message.text


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture(scope="package")
def staff_key(live: Live) -> str:
    return live.key("staff")
