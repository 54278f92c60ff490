"""Who does what in groups and parts that a list or a clause holds: told by the part that the question names."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answering.extractive.wording import joined
from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import taken_in
from tests.assistant.answering.extractive.test_answers import units

PLAN = """青岚市人民政府办公厅关于印发青岚市燃气突发事件应急预案的通知
青政办发〔2024〕5号
各区人民政府：
现将应急预案印发给你们。
一、组织指挥
（一）现场工作组。启动应急响应后，市指挥部根据需要设立以下工作组：
1. 气源调度组。由市能源局牵头，市商务局、青岚燃气（集团）有限公司参加，负责调运气源、设置临时供气点。
2. 医疗救护组。由市卫生健康委牵头，市红十字会参加，负责救治伤病人员。
3. 秩序维护组
牵头单位：市公安局
成员单位：市信访局、事发地区级人民政府
职责：打击造谣传谣、哄抬气价等行为，劝离围观群众。
（二）协调机制。燃气安全联席会议由市城管局、市公安局、市教育局等12个部门组成，市城管局为牵头单位。
二、专项整治
（一）加强分类整治。重点加强管网、餐饮、气瓶等领域综合整治：
1. 气瓶。淘汰超期气瓶3万只。（市市场监管局牵头，市公安局配合）
2. 餐饮。加装报警装置8000套。（市商务局牵头，市消防救援支队配合）
青岚市人民政府办公厅
2024年4月8日
"""
RULES = """青岚市工地扬尘管理办法
青政发〔2024〕8号
第一条 城市管理部门负责扬尘治理的考核。
第二条 施工现场堆放渣土超过48小时的，应当采取覆盖措施；堆放高度不得超过3米。
第三条 城市管理部门负责渣土运输的监督，对渣土运输车辆冲洗情况进行检查。
第四条 违反本办法第二条规定，堆放高度超过限值的，由住房和城乡建设部门责令改正，处1万元以上10万元以下的罚款。
青岚市人民政府
2024年5月8日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("groups"), (PLAN, RULES))


async def ask(assistant: Assistant, question: str) -> Answer:
    return await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "青岚市启动燃气应急响应后设立的气源调度组由哪个单位牵头,哪些单位参加?",
            {"lead": ["市能源局"], "support": ["市商务局", "青岚燃气（集团）有限公司"]},
        ),
        (
            "青岚市燃气预案里餐饮领域的综合整治由谁牵头、由哪些部门配合?",
            {"lead": ["市商务局"], "support": ["市消防救援支队"]},
        ),
        ("青岚市燃气安全联席会议由哪个部门牵头?", {"lead": ["市城管局"]}),
        (
            "青岚市燃气安全联席会议由哪些部门组成,谁牵头?",
            {"lead": ["市城管局"], "responsible": ["市公安局", "市教育局"]},
        ),
        ("青岚工地渣土堆放得老高,该谁来罚?", {"responsible": ["住房和城乡建设部门"]}),
        ("青岚工地渣土堆放超高由哪个部门处罚?", {"responsible": ["住房和城乡建设部门"]}),
    ],
)
async def test_the_units_of_the_part_that_is_asked_about_are_told(
    assistant: Assistant, question: str, expected: dict[str, list[str]]
) -> None:
    assert units(await ask(assistant, question)) == expected


async def test_what_a_unit_does_is_told_with_the_heading_it_stands_under(assistant: Assistant) -> None:
    answer = await ask(assistant, "青岚市燃气应急预案里市卫生健康委要干哪些事?")
    assert "医疗救护组：由市卫生健康委牵头" in answer.answer


async def test_units_of_one_group_are_told_without_the_list_of_all_groups(assistant: Assistant) -> None:
    answer = await ask(assistant, "青岚市启动燃气应急响应后设立的气源调度组由哪个单位牵头,哪些单位参加?")
    assert "市能源局" in answer.answer
    assert "医疗救护组" not in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "有人造谣、哄抬气价,青岚燃气预案里是哪个组负责?牵头单位是谁?",
            "秩序维护组，牵头单位：市公安局；配合(责任)单位：市信访局、事发地区级人民政府。[1]",
        ),
        ("青岚燃气预案里调运气源是哪个工作组的事?", "气源调度组，由市能源局牵头，市商务局、"),
    ],
)
async def test_a_group_is_named_where_it_is_asked_for(assistant: Assistant, question: str, said: str) -> None:
    assert said in (await ask(assistant, question)).answer


def test_a_line_that_ends_without_a_mark_is_parted_from_what_follows() -> None:
    assert (
        joined(["时间：3月", "地点：政务大厅（一楼）", "自带材料。", "免费"])
        == "时间：3月；地点：政务大厅（一楼）；自带材料。免费"
    )
