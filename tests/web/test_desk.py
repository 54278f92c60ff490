"""The staff's desk: upload, ask about it, replace, delete, and who may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.api.app import create_app
from assistant.settings import ServerSettings, Settings
from tests.assistant.api.live import Live, start
from tests.fakes.assistant import FakeAssistant
from tests.web.conftest import OpenPage
from tests.web.visitor import ask, ask_and_hear, enter_desk, marked, remove, upload

TITLE = "云溪县人民政府办公室关于印发低空经济发展三年行动方案的通知"
PARKS = "青岚县关于印发口袋公园建设方案的通知"
QUESTION = "云溪县到2026年低空经济企业要达到多少家?由谁负责?"


def plan(count: int) -> str:
    # 𠮷 and 😀 lie beyond U+FFFF: two UTF-16 units, one code point.
    return f"""{TITLE}
云政办发〔2024〕7号
各乡镇人民政府,县各有关部门:
现将《云溪县低空经济发展三年行动方案》印发给你们,请认真贯彻执行。
云溪县人民政府办公室
2024年5月6日
一、培育经营主体
(一)壮大企业队伍。支持𠮷水、𠮷安两个园区😀联动发展。到2026年,全县低空经济企业达到{count}家。(责任单位:县发展改革局、县科技局)
(二)建设起降场地。新建直升机起降点5个。(责任单位:县交通运输局)
"""


def test_a_document_can_be_uploaded_asked_about_replaced_and_deleted(open_page: OpenPage, staff_key: str) -> None:
    desk, citizen = open_page("/#/staff"), open_page()
    enter_desk(desk, staff_key)
    expect(upload(desk, "云溪.txt", plan(37))).to_contain_text("已入库")
    answer, said = ask_and_hear(citizen, QUESTION)
    expect(answer).to_contain_text("37家")
    expect(answer.locator(".units")).to_contain_text("县科技局")
    answer.locator(".cite").first.click()
    assert marked(citizen) == said["citations"][0]["quote"]
    citizen.keyboard.press("Escape")

    item = desk.locator(".managed li", has_text="云溪")
    item.locator("input[type=file]").set_input_files(
        {"name": "云溪.txt", "mimeType": "text/plain", "buffer": plan(52).encode()}
    )
    expect(desk.locator(".job").first).to_contain_text("已更新", timeout=20_000)
    expect(ask(citizen, QUESTION)).to_contain_text("52家")
    answer.locator(".cite").first.click()
    expect(citizen.locator("#reader")).to_contain_text("更新过")
    citizen.keyboard.press("Escape")

    remove(desk, TITLE)
    expect(desk.locator(".job").first).to_contain_text("没有残留")
    expect(ask(citizen, QUESTION)).to_have_class("answer refused")
    answer.locator(".cite").first.click()
    expect(citizen.locator("#reader")).to_contain_text("已从知识库移除")
    expect(citizen.locator("#reader mark")).to_contain_text("37家")


def test_a_file_that_is_no_document_is_refused_in_words(open_page: OpenPage, staff_key: str) -> None:
    desk = open_page("/#/staff")
    enter_desk(desk, staff_key)
    desk.locator("#files").set_input_files(
        {"name": "图.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n\x00"}
    )
    expect(desk.locator(".job.failed").first).to_contain_text("图.png")


@pytest.mark.parametrize("role", ["ask", None], ids=["a key for asking", "no such key"])
def test_a_key_that_may_not_is_refused(open_page: OpenPage, live: Live, role: str | None) -> None:
    page = open_page("/#/staff")
    page.get_by_label("密钥").fill(live.key(role) if role else "wz_000000000000_wrong")
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate("() => sessionStorage.getItem('wenzheng.key')") is None


@pytest.fixture
def closed(browser: Browser, tmp_path: Path) -> Iterator[Live]:
    """A service that answers key holders only."""
    settings = Settings(data_dir=tmp_path / "data", server=ServerSettings(open_to_public=False))
    live = start(create_app(settings, FakeAssistant()))
    yield live
    live.stop()


def test_where_asking_takes_a_key_one_for_asking_is_enough(closed: Live, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(closed.url)
    page.get_by_label("您的问题").fill("研发机构多少家?")
    page.keyboard.press("Enter")
    page.locator(".answer.broken").get_by_role("link", name="输入密钥").click()
    page.get_by_label("密钥").fill(closed.key("ask"))
    page.get_by_role("button", name="进入").click()
    page.locator(".answer.broken").get_by_role("button", name="重试").click()
    expect(page.locator(".answer.answered")).to_contain_text("120家")
    page.goto(f"{closed.url}/#/staff")
    expect(page.locator("#view-staff")).to_contain_text("已用密钥进入，可以提问")
    page.get_by_role("button", name="退出").click()
    assert page.evaluate("() => sessionStorage.length") == 0
    page.close()


def test_the_key_is_forgotten_with_the_tab(open_page: OpenPage, staff_key: str) -> None:
    page = open_page("/#/staff")
    enter_desk(page, staff_key)
    assert page.evaluate("() => Object.values(localStorage).join()").find(staff_key) < 0
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("密钥")).to_be_visible()
    assert page.evaluate("() => sessionStorage.length") == 0


def test_an_administrator_sees_what_staff_did(open_page: OpenPage, live: Live) -> None:
    page = open_page("/#/staff")
    enter_desk(page, live.key("admin"))
    page.get_by_role("tab", name="记录").click()
    expect(page.get_by_role("table").or_(page.get_by_text("还没有。")).first).to_be_visible()


def test_the_audit_trail_is_not_for_staff(open_page: OpenPage, staff_key: str) -> None:
    page = open_page("/#/staff")
    enter_desk(page, staff_key)
    page.get_by_role("tab", name="记录").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("权限")


def test_a_gap_shows_what_was_said_and_closes_once_a_document_answers(open_page: OpenPage, staff_key: str) -> None:
    question = "青岚县要建多少个口袋公园?"
    refused = ask(open_page(), question)
    expect(refused).to_have_class("answer refused")
    desk = open_page("/#/staff")
    enter_desk(desk, staff_key)
    desk.get_by_role("tab", name="未答好").click()
    gap = desk.locator(".gaps li", has_text=question)
    expect(gap).to_contain_text("网页 1")
    gap.locator("summary").click()
    expect(gap.locator(".replay")).to_contain_text("没有青岚县的政策文件")
    expect(gap.locator(".replay")).to_contain_text("回答相同")

    desk.get_by_role("tab", name="文件").click()
    text = f"{PARKS}\n各镇人民政府:\n一、建设任务\n(一)口袋公园。全县建设口袋公园16个。(责任单位:县住建局)\n"
    expect(upload(desk, "公园.txt", text)).to_contain_text("已入库")
    desk.get_by_role("tab", name="未答好").click()
    gap.locator("summary").click()
    expect(gap.locator(".replay")).to_contain_text("现在再问")
    expect(gap.locator(".replay")).to_contain_text("16个")
    desk.get_by_role("tab", name="文件").click()
    remove(desk, PARKS)


def test_opinions_are_read_at_the_desk(open_page: OpenPage, staff_key: str) -> None:
    citizen = open_page()
    ask(citizen, "扬州要建成多少家孵化器和众创空间?").get_by_role("button", name="有帮助").click()
    expect(citizen.locator(".opinion")).to_contain_text("谢谢")
    desk = open_page("/#/staff")
    enter_desk(desk, staff_key)
    desk.get_by_role("tab", name="评价").click()
    expect(desk.locator(".opinions li").first).to_contain_text("扬州要建成多少家孵化器和众创空间?")
    expect(desk.locator(".opinions li").first).to_contain_text("有帮助")


def test_the_desk_finds_a_document_by_its_name(open_page: OpenPage, staff_key: str) -> None:
    desk = open_page("/#/staff")
    enter_desk(desk, staff_key)
    expect(desk.locator(".managed li")).to_have_count(5)
    desk.get_by_role("searchbox", name="查找").fill("科技大市")
    expect(desk.locator(".managed li")).to_have_count(1)
    desk.get_by_role("searchbox", name="查找").fill("没有这一份")
    expect(desk.locator(".managed-documents")).to_contain_text("没有符合条件")
