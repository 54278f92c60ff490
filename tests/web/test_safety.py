"""Nothing that a document, an answer or an address holds can run."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenPage
from tests.web.visitor import QUESTION, ask, enter_desk, remove, upload

ATTACKS = (
    "<script>window.ran = 1</script>",
    '<img src="x" onerror="window.ran = 1">',
    '<svg onload="window.ran = 1">',
    "[点我](javascript:window.ran=1)",
    '<a href="javascript:window.ran=1">点我</a>',
    "![图](x)",
)
DANGEROUS = "script:not([src^='/static/']), img, iframe, object, [onerror], [onload], a[href^='javascript:' i]"
TITLE = "青岚县关于印发数字乡村建设实施方案的通知"
TEXT = f"""{TITLE}
各乡镇人民政府:
一、总体要求
(一)目标。到2027年,全县建成数字乡村示范村46个{ATTACKS[0]}。(责任单位:县农业农村局{ATTACKS[1]})
(二)说明。{ATTACKS[2]}{ATTACKS[3]}{ATTACKS[4]},鼓励各乡镇先行先试。
"""


def assert_harmless(page: Page) -> None:
    assert page.evaluate("() => window.ran") is None
    assert page.locator(DANGEROUS).count() == 0


def test_a_question_is_shown_as_text(page: Page) -> None:
    for attack in ATTACKS:
        question = f"常州{attack}新增多少家企业研发机构?"
        ask(page, question)
        expect(page.locator(".question h2").last).to_have_text(question)
        assert_harmless(page)
    page.reload()
    page.locator(".past").first.click()
    expect(page.locator(".question h2")).to_have_count(len(ATTACKS))
    assert_harmless(page)


def test_a_document_is_shown_as_text(open_page: OpenPage, staff_key: str) -> None:
    desk = open_page("/#/staff")
    enter_desk(desk, staff_key)
    expect(upload(desk, "青岚<img src=x onerror=window.ran=1>.txt", TEXT)).to_contain_text("已入库")
    assert_harmless(desk)
    page = open_page()
    answer = ask(page, "青岚县到2027年建成数字乡村示范村多少个?")
    expect(answer).to_contain_text("46个")
    answer.locator(".cite").first.click()
    expect(page.locator("#reader .paper")).to_contain_text(ATTACKS[1])
    assert_harmless(page)
    page.get_by_role("link", name="全文与目录").click()
    expect(page.locator("#panel-text")).to_contain_text(ATTACKS[3])
    for tab in ("目标", "责任单位", "文件信息"):
        page.get_by_role("tab", name=tab).click()
        assert_harmless(page)
    remove(desk, TITLE)


def test_an_answer_is_shown_as_text(page: Page) -> None:
    words = "\n\n".join(
        [*ATTACKS, f"| 甲 | {ATTACKS[1]} |\n| --- | --- |\n| {ATTACKS[0]} | **粗**[1][99] |", "# 题\n- 项"]
    )
    citation = {
        "index": 1, "doc_id": ATTACKS[0], "title": ATTACKS[1], "doc_number": None, "issuer": None, "region": ATTACKS[2],
        "clause_id": "c", "path": [], "label": ATTACKS[0], "text": ATTACKS[1], "quote": ATTACKS[1],
        "start": 0, "end": 5, "source_url": "javascript:window.ran=1",
    }  # fmt: skip
    done = {
        "status": "answered", "answer": words, "citations": [citation], "notices": [ATTACKS[0]],
        "responsible_units": [{"name": ATTACKS[1], "role": "lead", "inherited": False, "citation": 1}],
        "grounding": {"checked": 1, "supported": 1, "removed": []}, "suggestions": [ATTACKS[1]], "session_id": "s",
        "answer_id": "a", "mode": "llm", "latency_ms": 1, "understood_as": ATTACKS[0], "kind": "value",
    }  # fmt: skip
    body = "".join(
        f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in (("delta", {"text": words}), ("done", done))
    )
    page.route("**/v1/ask", lambda route: route.fulfill(status=200, content_type="text/event-stream", body=body))
    answer = ask(page, QUESTION)
    expect(answer.locator("td strong")).to_have_text("粗")
    expect(answer.locator("td", has_text="[99]")).to_be_visible()
    expect(answer.locator(".prose a")).to_have_count(0)
    answer.locator(".cite").first.click()
    expect(page.locator("#reader")).to_contain_text("已从知识库移除")
    expect(page.locator("#reader").get_by_role("link", name="官网原文")).to_have_count(0)
    assert_harmless(page)


@pytest.mark.parametrize(
    "place",
    [
        "/#/documents/%3Cimg%20src%3Dx%20onerror%3Dwindow.ran%3D1%3E",
        "/#/<script>window.ran=1</script>",
        "/#/documents/%E0%A4%A",
    ],
)
def test_an_address_cannot_run(open_page: OpenPage, place: str) -> None:
    page = open_page(place)
    expect(page.locator("main section:visible")).to_have_count(1)
    assert_harmless(page)


def test_the_policy_forbids_inline_scripts(page: Page) -> None:
    policy = page.request.get(page.url).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
