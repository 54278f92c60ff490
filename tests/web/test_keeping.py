"""What can be done with an answer, and what this device remembers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.assistant.api.live import Live
from tests.web.conftest import OpenPage
from tests.web.visitor import QUESTION, QUOTE, ask, ask_and_hear, marked


def test_a_copied_answer_carries_its_sources(open_page: OpenPage, live: Live) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    answer, said = ask_and_hear(page, QUESTION)
    answer.get_by_role("button", name="复制").click()
    expect(page.locator(".toast")).to_contain_text("已复制")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    citation = said["citations"][0]
    for words in (QUESTION, "120家", citation["title"], citation["label"], QUOTE):
        assert words in copied
    shared = next(word for word in copied.split() if word.startswith(live.url))
    other = open_page(shared.removeprefix(live.url))
    assert marked(other) == QUOTE


def test_a_dislike_reaches_the_staff_with_its_reason(page: Page, live: Live, staff_key: str) -> None:
    question = "桐乡市科技小巨人企业的目标是多少?"
    answer = ask(page, question)
    answer.get_by_role("button", name="没帮助").click()
    answer.get_by_label("数字不对").check()
    answer.get_by_label("补充说明").last.fill("与公报不一致")
    answer.get_by_role("button", name="提交").click()
    expect(answer).to_contain_text("工作人员会看到")
    gaps = page.request.get(f"{live.url}/v1/gaps", headers={"Authorization": f"Bearer {staff_key}"}).json()["gaps"]
    gap = next(gap for gap in gaps if gap["question"].startswith(question[:8]))
    assert gap["disliked"] == 1
    assert "数字不对" in gap["reasons"]


VOICES = """
    const said = window.said = [];
    const voices = [{ lang: "en-US", localService: true }, { lang: "zh-CN", localService: %s }];
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    const speech = { getVoices: () => voices, speak: (utterance) => said.push(utterance.text), cancel: () => {} };
    Object.defineProperty(window, "speechSynthesis", { value: speech });
"""


def test_an_answer_is_read_aloud_by_a_voice_of_the_device(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(VOICES % "true")
    page.reload()
    button = ask(page, QUESTION).get_by_role("button", name="朗读")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    (said,) = page.evaluate("() => window.said")
    assert "120家" in said
    assert "已到期" in said
    assert "[1]" not in said
    button.click()
    assert len(page.evaluate("() => window.said")) == 1


def test_no_voice_of_a_remote_service_is_used(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(VOICES % "false")
    page.reload()
    expect(ask(page, QUESTION).get_by_role("button", name="朗读")).to_have_count(0)


def test_history_survives_a_reload_and_continues_the_session(page: Page) -> None:
    ask(page, QUESTION)
    page.reload()
    expect(page.locator(".turn")).to_have_count(0)
    page.locator(".past").first.click()
    expect(page.locator(".answer")).to_contain_text("120家")
    _, said = ask_and_hear(page, "那泰州呢?")
    assert "泰州" in said["understood_as"]
    page.get_by_role("button", name="清空历史").click()
    page.get_by_role("dialog").get_by_role("button", name="清空").click()
    expect(page.locator(".past")).to_have_count(0)
    page.reload()
    expect(page.locator(".past")).to_have_count(0)


def test_clearing_forgets_the_session_at_the_service(page: Page, live: Live) -> None:
    _, said = ask_and_hear(page, QUESTION)
    session = f"{live.url}/v1/sessions/{said['session_id']}"
    assert page.request.get(session).status == 200
    with page.expect_response("**/v1/sessions/*"):
        page.get_by_role("button", name="清空历史").click()
        page.get_by_role("dialog").get_by_role("button", name="清空").click()
    assert page.request.get(session).status == 404


def test_damaged_storage_does_not_stop_the_page(page: Page) -> None:
    page.evaluate(
        "() => { for (const k of ['conversations', 'appearance']) localStorage.setItem('wenzheng.' + k, '{') }"
    )
    page.reload()
    expect(ask(page, QUESTION)).to_contain_text("120家")


def test_theme_and_size_are_remembered(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="深色").click()
    page.get_by_role("button", name="大字").click()
    page.reload()
    expect(root).to_have_attribute("data-theme", "light")
    expect(root).to_have_attribute("data-size", "large")
