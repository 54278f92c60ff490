"""The documents, one document, and targets across places."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.assistant.api.live import Live
from tests.web.conftest import DESKTOP, PHONE, OpenPage
from tests.web.visitor import QUESTION, ask, ask_and_hear


def test_the_list_filters_by_region_year_and_words(open_page: OpenPage) -> None:
    page = open_page("/#/documents")
    view = page.locator("#view-documents")
    rows = view.locator(".document-row")
    expect(rows).to_have_count(5)
    view.get_by_label("地区").select_option("江苏省")
    expect(rows).to_have_count(3)
    view.get_by_label("年份").select_option("2022")
    expect(rows).to_have_count(1)
    view.get_by_label("查找").fill("没有这个标题")
    expect(page.get_by_text("没有符合条件的文件")).to_be_visible()


def test_a_document_shows_its_standing_outline_units_and_targets(open_page: OpenPage) -> None:
    page = open_page("/#/documents")
    page.locator(".document-row", has_text="贵溪").or_(page.locator(".document-row", has_text="科技大市")).first.click()
    expect(page.locator(".red-head .status")).to_be_visible()
    page.locator(".outline button", has_text="主要目标").click()
    expect(page.locator(".line.heading, .line.begins", has_text="主要目标").first).to_be_in_viewport()
    page.get_by_role("tab", name="目标").press("Enter")
    expect(page.locator("#panel-targets tbody tr").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="责任单位")).to_be_focused()
    page.locator("#panel-units summary").first.click()
    page.locator("#panel-units li a").first.click()
    expect(page.locator("#panel-text mark").first).to_be_in_viewport()


def test_asking_about_one_document_stays_in_it(open_page: OpenPage) -> None:
    page = open_page("/#/documents")
    page.locator(".document-row", has_text="扬州").click()
    page.get_by_role("button", name="就本文件提问").click()
    _, said = ask_and_hear(page, "高新技术企业目标是多少?")
    assert {citation["region"] for citation in said["citations"]} == {"扬州市"}


def test_targets_are_compared_across_places(open_page: OpenPage) -> None:
    page = open_page("/#/targets")
    page.get_by_role("combobox", name="指标").fill("高新技术企业")
    expect(page.locator("figure.chart")).to_contain_text("泰州市")
    assert page.locator(".bar").count() > 3
    page.locator("table.targets a").first.click()
    expect(page.locator("mark").first).to_be_in_viewport()


def test_a_bar_says_whether_a_number_is_added_or_reached(open_page: OpenPage) -> None:
    page = open_page("/#/targets")
    page.get_by_role("combobox", name="指标").fill("高新技术企业")
    expect(page.locator("figure.chart")).to_be_visible()
    bars = page.locator(".bar").all_text_contents()
    assert any("新增" in bar for bar in bars)
    assert len(bars) == len(set(bars))


def test_a_conversation_is_returned_to_where_it_was_left(page: Page) -> None:
    for _ in range(3):
        ask(page, QUESTION)
    page.evaluate("() => window.scrollTo(0, 400)")
    page.locator(".tabs a", has_text="文件").evaluate("link => link.click()")  # a mouse of Playwright's would scroll
    expect(page.locator(".document-row").first).to_be_visible()
    assert page.evaluate("() => scrollY") == 0
    page.go_back()
    expect(page.locator(".turn")).to_have_count(3)
    assert page.evaluate("() => scrollY") == 400


def test_an_unknown_document_is_told_as_missing(open_page: OpenPage) -> None:
    page = open_page("/#/documents/nothing-here")
    expect(page.locator("#view-document")).to_contain_text("没有这份文件")


PLACES = ("/#/documents", "/#/documents/guixi-2018-keji-dashi", "/#/targets", "/#/staff", "/")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP, {"width": 320, "height": 640}], ids=["phone", "desktop", "320px"])
def test_no_view_scrolls_sideways_in_large_type(open_page: OpenPage, live: Live, viewport: dict[str, int]) -> None:
    page = open_page(viewport=viewport)
    page.get_by_role("button", name="大字").click()
    for place in PLACES:
        page.goto(live.url + place)
        expect(page.locator("main section.view:visible")).to_have_count(1)
        expect(page.locator(".searching")).to_have_count(0)
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, place
