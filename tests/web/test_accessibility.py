"""axe-core's rules of all but minor impact on every view, and what it cannot see: the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.conftest import DESKTOP, PHONE, OpenPage
from tests.web.visitor import QUESTION, ask, enter_desk

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def violations(page: Page) -> list[dict[str, Any]]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        {rule["id"]: [node["html"][:200] for node in rule["nodes"]]}
        for rule in found
        if rule["impact"] in {"moderate", "serious", "critical"}
    ]


def show_answers(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "那泰州呢?")
    answer = ask(page, "今天股票行情怎么样")
    answer.get_by_role("button", name="没帮助").click()
    page.locator(".scope summary").click()
    expect(page.locator(".scope-panel")).to_be_visible()


def show_reader(page: Page) -> None:
    ask(page, QUESTION).locator(".cite").first.click()
    expect(page.locator("mark")).to_be_visible()


def show_document(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#/documents")
    page.locator(".document-row").first.click()
    expect(page.locator(".paper")).to_be_visible()


def show_targets(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#/targets")
    page.get_by_role("combobox", name="指标").fill("高新技术企业")
    expect(page.locator(".chart")).to_be_visible()


VIEWS: tuple[Callable[[Page], None], ...] = (show_answers, show_reader, show_document, show_targets)


@pytest.mark.parametrize("show", VIEWS, ids=lambda show: show.__name__)
@pytest.mark.parametrize(
    "visitor",
    [{"viewport": PHONE}, {"viewport": DESKTOP, "color_scheme": "dark"}],
    ids=["light phone", "dark desktop"],
)
def test_axe_finds_no_violation(open_page: OpenPage, visitor: dict[str, Any], show: Callable[[Page], None]) -> None:
    page = open_page(**visitor)
    show(page)
    assert violations(page) == []


def test_axe_finds_no_violation_on_the_desk_in_large_type(open_page: OpenPage, staff_key: str) -> None:
    page = open_page("/#/staff", viewport=PHONE)
    page.get_by_role("button", name="大字").click()
    assert violations(page) == []
    enter_desk(page, staff_key)
    expect(page.locator(".managed li").first).to_be_visible()
    assert violations(page) == []
    for tab in ("未答好", "评价", "记录"):
        page.get_by_role("tab", name=tab).click()
        expect(page.locator(".searching:visible")).to_have_count(0)
        for gap in page.locator(".gaps:visible summary").all()[:1]:
            gap.click()
            expect(page.locator(".replay").first).to_be_visible()
        assert violations(page) == [], tab


def test_a_keyboard_alone_asks_reads_and_returns(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.get_by_label("您的问题").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    chip = page.locator(".cite").first
    expect(page.locator(".answer.answered .toolbar")).to_be_visible()
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reader-title")).to_be_focused()
    expect(page.locator("mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()


def test_a_screen_reader_hears_the_answer_once_it_is_whole(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator("#announcer")).to_contain_text("120家")


def test_the_reader_keeps_the_focus_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    show_reader(page)
    for _ in range(6):
        page.keyboard.press("Tab")
        inside = "() => document.activeElement === document.body || Boolean(document.activeElement.closest('#reader'))"
        assert page.evaluate(inside)
