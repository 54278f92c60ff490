"""Asking, following up, filtering, and what is shown where there is no answer."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import DESKTOP, PHONE, OpenPage
from tests.web.visitor import QUESTION, QUOTE, ask, ask_and_hear, marked

EVENTS = [
    ("meta", {"session_id": "s", "answer_id": "a", "understood_as": "问"}),
    ("delta", {"text": "第一句。"}),
    ("delta", {"text": "第二句。"}),
]


def stream_of(events: list[tuple[str, dict[str, object]]]) -> str:
    return "".join(f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n" for name, data in events)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_citation_opens_its_document_with_the_quote_marked(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page(viewport=viewport)
    answer, said = ask_and_hear(page, QUESTION)
    expect(answer.locator(".prose")).to_contain_text("120家")
    expect(answer.locator(".unit-group.lead")).to_contain_text("市科技局")
    answer.locator(".cite").first.click()
    expect(page.locator("#reader-title")).to_have_text(said["citations"][0]["label"])
    assert marked(page) == said["citations"][0]["quote"] == QUOTE
    expect(page.locator("mark").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()


def test_every_citation_of_an_answer_marks_its_own_quote(page: Page) -> None:
    answer, said = ask_and_hear(page, "高新技术企业目标是多少?")
    assert len(said["citations"]) > 1
    for citation in said["citations"]:
        answer.locator(f".source[data-index='{citation['index']}']").click()
        expect(page.locator("#reader-title")).to_have_text(citation["label"])
        assert marked(page) == citation["quote"]


def test_the_reader_steps_from_citation_to_citation(page: Page) -> None:
    answer, said = ask_and_hear(page, "高新技术企业目标是多少?")
    answer.locator(".cite").first.click()
    for citation in said["citations"][1:]:
        page.get_by_role("button", name="下一条依据").click()
        expect(page.locator("#reader-title")).to_have_text(citation["label"])
        assert marked(page) == citation["quote"]
    expect(page.get_by_role("button", name="下一条依据")).to_be_disabled()
    page.get_by_role("button", name="上一条依据").click()
    assert marked(page) == said["citations"][-2]["quote"]


def test_units_stand_once_with_their_role_and_clause(page: Page) -> None:
    answer = ask(page, QUESTION)
    expect(answer.locator(".prose")).not_to_contain_text("牵头单位")
    expect(answer.locator(".unit-group.lead")).to_have_text("牵头单位市科技局市发改委市经信委1")
    answer.locator(".units .cite").click()
    expect(page.locator("#reader .paper")).to_contain_text("牵头单位:市科技局、市发改委、市经信委")


def test_a_long_clause_is_cited_once_a_line(page: Page) -> None:
    answer, said = ask_and_hear(page, "贵溪科技大市实施意见第二部分讲什么?")
    lines = answer.locator(".prose p")
    assert said["answer"].count("[1]") > lines.count() > 5
    for at in range(lines.count()):
        expect(lines.nth(at).locator(".cite")).to_have_count(1)


def test_what_stands_on_one_document_stands_under_its_title(page: Page) -> None:
    answer, said = ask_and_hear(page, "常州市财政局要负责哪些任务?")
    expect(answer.locator(".source-document")).to_have_count(len({c["doc_id"] for c in said["citations"]}))
    shown = answer.locator(".source:visible").count()
    answer.get_by_role("button", name="再看").click()
    assert answer.locator(".source:visible").count() == len(said["citations"]) > shown


def test_a_refusal_with_nothing_near_shows_what_can_be_asked(page: Page) -> None:
    expect(page.locator(".example").first).to_be_visible()
    refused = ask(page, "今天股票行情怎么样")
    expect(refused).to_contain_text("可以这样问")
    refused.locator(".suggestion").first.click()
    expect(page.locator(".answer.answered .toolbar")).to_be_visible()


def test_every_example_is_answered(page: Page) -> None:
    expect(page.locator(".example")).to_have_count(4)
    for question in page.locator(".example").all_text_contents():
        expect(ask(page, question)).to_have_class("answer answered")


def test_an_answer_streams_as_events(page: Page) -> None:
    with page.expect_response("**/v1/ask") as heard:
        ask(page, QUESTION)
    assert heard.value.headers["content-type"].startswith("text/event-stream")


def test_a_follow_up_is_understood_in_its_session(page: Page) -> None:
    first, _ = ask_and_hear(page, QUESTION)
    expect(first.locator(".understood")).to_have_count(0)
    second, said = ask_and_hear(page, "那泰州呢?")
    assert "泰州" in said["understood_as"]
    expect(second.locator(".understood")).to_contain_text(said["understood_as"])


def test_the_filter_keeps_to_the_chosen_region(page: Page) -> None:
    page.locator(".scope summary").click()
    page.get_by_label("扬州市").check()
    page.get_by_role("button", name="完成").click()
    _, said = ask_and_hear(page, "高新技术企业目标是多少?")
    assert {citation["region"] for citation in said["citations"]} == {"扬州市"}
    expect(page.locator(".turn .question").last).to_contain_text("范围：扬州市")


def test_the_filter_keeps_to_the_chosen_year(page: Page) -> None:
    page.locator(".scope summary").click()
    page.locator(".scope").get_by_label("年份").select_option("2021")
    page.get_by_role("button", name="完成").click()
    _, said = ask_and_hear(page, "高新技术企业目标是多少?")
    assert {citation["region"] for citation in said["citations"]} == {"泰州市"}


def test_no_evidence_does_not_look_like_a_failure(page: Page) -> None:
    answer = ask(page, "今天股票行情怎么样")
    expect(answer).to_have_class("answer refused")
    expect(answer).to_contain_text("没有找到依据")
    expect(answer.get_by_role("button", name="重试")).to_have_count(0)


def test_a_failure_is_told_in_chinese_and_can_be_retried(page: Page) -> None:
    problem = {
        "type": "urn:wenzheng:problem:unavailable",
        "title": "服务暂不可用",
        "detail": "检索正在重启。",
        "status": 503,
    }
    page.route(
        "**/v1/ask",
        lambda route: route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(problem)),
    )
    answer = ask(page, QUESTION)
    expect(answer).to_have_class("answer broken")
    expect(answer).to_contain_text("检索正在重启。")
    page.unroute("**/v1/ask")
    answer.get_by_role("button", name="重试").click()
    expect(answer).to_contain_text("120家")


@pytest.mark.parametrize(
    ("events", "shown"),
    [
        (EVENTS, "中断"),
        ([*EVENTS, ("error", {"title": "服务暂不可用", "detail": "检索中断了。", "status": 503})], "检索中断了。"),
    ],
    ids=["cut off", "an error event"],
)
def test_a_stream_that_breaks_is_a_failure(page: Page, events: list[tuple[str, dict[str, object]]], shown: str) -> None:
    page.route(
        "**/v1/ask", lambda route: route.fulfill(status=200, content_type="text/event-stream", body=stream_of(events))
    )
    answer = ask(page, QUESTION)
    expect(answer).to_have_class("answer broken")
    expect(answer).to_contain_text(shown)


def test_a_running_answer_can_be_stopped(page: Page) -> None:
    held: list[Route] = []
    page.route("**/v1/ask", lambda route: held.append(route))
    page.get_by_label("您的问题").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".answer")).to_contain_text("已停止")
    expect(page.get_by_role("button", name="提问", exact=True)).to_be_visible()


def test_without_a_network_the_page_says_so_and_recovers(page: Page) -> None:
    expect(page.locator(".example").first).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_contain_text("没有网络")
    answer = ask(page, QUESTION)
    expect(answer).to_have_class("answer broken")
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    answer.get_by_role("button", name="重试").click()
    expect(answer).to_contain_text("120家")


def test_enter_that_ends_a_composition_does_not_send(page: Page) -> None:
    box = page.get_by_label("您的问题")
    box.fill("研发")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(page.locator(".turn")).to_have_count(0)
    box.press("Shift+Enter")
    expect(page.locator(".turn")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator(".answer .toolbar")).to_be_visible()


def test_an_example_asks(page: Page) -> None:
    page.locator(".example").first.click()
    expect(page.locator(".answer.answered .toolbar")).to_be_visible()


def test_a_choice_that_is_offered_answers(page: Page) -> None:
    clarifying = ask(page, "第八条是什么?")
    expect(clarifying).to_have_class("answer clarify")
    clarifying.locator(".suggestion").first.click()
    expect(page.locator(".answer.answered .toolbar")).to_be_visible()


def test_places_that_can_be_asked_about_are_follow_ups(page: Page) -> None:
    refused = ask(page, "深圳市研发投入目标是多少?")
    expect(refused).to_have_class("answer refused")
    expect(refused.locator(".suggestions h3")).to_have_text("可以问到的地区")
    refused.get_by_role("button", name="常州市", exact=True).click()
    expect(page.locator(".answer.answered .prose")).to_contain_text("2.81%")
