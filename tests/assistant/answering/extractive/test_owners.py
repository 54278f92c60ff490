"""Whose something is, who shares what it yields and who does what a sentence tells, beside the clause's units."""

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import AskRequest
from tests.assistant.answering.extractive.conftest import taken_in

RULES = """柳溪市共享菜园管理办法
柳政规〔2024〕6号
    为规范共享菜园，经市人民政府同意，现提出以下办法。
    第一条 菜园设施产权归所在村集体经济组织所有。加强日常巡查，及时修缮围栏。（责任单位：市农业农村局、市财政局）
    第二条 采摘门票收益由村集体与认养人分享。推广线上售票。（责任单位：市文化和旅游局）
    第三条 采取“村委会出题，农技单位或者合作社、种植大户及个人解题”的方式，攻克育苗难题。（牵头单位：市科学技术局）
    第四条 由菜园小组每月巡查苗床，巡查组（市林业局牵头，市水利局参加）、宣讲组（市司法局牵头，市民政局参加）抽查。
    第五条 推进堆肥站建设，加快部门验收。（责任单位：市生态环境局）
柳溪市人民政府
2024年3月1日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("owners"), [RULES])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("菜园设施产权归谁所有？", "归所在村集体经济组织所有"),
        ("菜园设施产权归谁？", "归所在村集体经济组织所有"),
        ("采摘门票收益由谁来分？", "由村集体与认养人分享"),
        ("采摘门票挣的钱怎么分？", "由村集体与认养人分享"),
        ("育苗难题谁出题、谁来解题？", "及个人解题"),
        ("菜园围栏的日常巡查归谁管？", "市农业农村局"),
        ("采摘门票线上售票由谁负责？", "市文化和旅游局"),
        ("苗床宣讲组谁牵头，谁参加？", "市民政局"),
        ("堆肥站建设由谁验收？", "市生态环境局"),
    ],
)
async def test_the_sentence_is_told_before_the_units(
    data_dir: Path, assistant: Assistant, question: str, said: str
) -> None:
    answer = await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))
    assert said in answer.answer


async def test_who_does_it_and_who_answers_for_it_are_both_told(data_dir: Path, assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("育苗难题由谁解题，归哪个部门牵头？", as_of=date(2024, 9, 1)))
    assert "及个人解题" in answer.answer
    assert "牵头单位：市科学技术局" in answer.answer
