"""What a visitor does on the page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

QUESTION = "常州2018年要新增多少家市级以上企业研发机构?由谁牵头?"
QUOTE = "年内新增市级以上企业研发机构120家。"


def ask(page: Page, question: str) -> Locator:
    """Ask and wait for the whole answer, which is returned."""
    answers = page.locator(".answer")
    before = answers.count()
    page.get_by_label("您的问题").fill(question)
    page.get_by_role("button", name="提问", exact=True).click()
    expect(answers).to_have_count(before + 1)
    answer = answers.nth(before)
    expect(answer).not_to_have_class("answer pending", timeout=20_000)
    return answer


def ask_and_hear(page: Page, question: str) -> tuple[Locator, dict[str, Any]]:
    """The answer as shown, and the service's own object, which the page keeps as it came."""
    shown = ask(page, question)
    expect(shown.locator(".toolbar")).to_be_visible()
    kept = page.evaluate("() => JSON.parse(localStorage.getItem('wenzheng.conversations'))")
    return shown, kept[0]["turns"][-1]["answer"]


def marked(page: Page) -> str:
    """The highlighted words of the open document."""
    expect(page.locator("mark").first).to_be_visible()
    return "\n".join(page.locator("mark").all_text_contents())


def enter_desk(page: Page, key: str) -> None:
    page.get_by_label("密钥").fill(key)
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("heading", name="已收录的文件")).to_be_visible()


def upload(page: Page, name: str, text: str) -> Locator:
    """Upload a text on the staff's desk; returns what became of it."""
    page.locator("#files").set_input_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})
    job = page.locator(".job").first
    expect(job).not_to_have_class("job running", timeout=20_000)
    return job


def remove(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"删除《{title}》").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(page.locator(".job").first).to_contain_text(f"已删除《{title}》", timeout=20_000)
