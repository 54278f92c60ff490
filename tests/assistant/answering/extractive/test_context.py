"""Conversations over three small invented notices that speak of alike things: which one an answer comes from."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.settings import Settings
from tests.assistant.answering.extractive.conftest import talk
from tests.assistant.standing import standing

NOTICES = {
    "archives": """国家档案局关于开展数字档案馆建设试点工作的通知
国档发〔2030〕12号
各省、自治区、直辖市档案局：
现就开展数字档案馆建设试点工作通知如下。
一、试点范围。确定十二家省级档案馆作为数字档案馆建设试点单位。
二、工作进度。第一阶段为自查阶段，2031年1月至3月由试点单位自查；第二阶段为审查阶段，2031年4月至6月由国家档案局审查。
三、经费保障。数字档案馆建设和运行维护经费纳入本级财政预算。
四、组织领导。成立试点工作领导小组，领导小组办公室设在国家档案局，办公室主任由国家档案局副局长兼任。
国家档案局
2030年9月1日
""",
    "lightning": """国家气象局关于加强雷电监测预警工作的通知
国气发〔2030〕7号
各省、自治区、直辖市气象局：
现就加强雷电监测预警工作通知如下。
一、站网建设。到2032年，建成雷电监测站450个，每个监测站配备观测员3名。
二、预警发布。雷电预警信息应当在10分钟内向社会发布。
三、组织领导。成立雷电监测领导小组，领导小组办公室设在国家气象局，办公室主任由国家气象局总工程师兼任。
四、社会监督。举报偷盗监测设备的，按照件数每件奖励50元，每起最高不超过5000元。
国家气象局
2030年5月6日
""",
    "museums": """国家文物局关于博物馆夜间开放工作的通知
文物发〔2030〕31号
各省、自治区、直辖市文物局：
现就博物馆夜间开放工作通知如下。
一、开放时间。一级博物馆每周夜间开放不少于两天，二级博物馆每周夜间开放不少于一天。
二、门票。夜间开放期间门票价格减半。
三、组织领导。成立夜间开放工作领导小组，领导小组办公室设在国家文物局。
国家文物局
2030年3月2日
""",
}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notices")
    files = [folder / f"{name}.txt" for name in NOTICES]
    for file, text in zip(files, NOTICES.values(), strict=True):
        file.write_text(text, "utf-8")

    async def ingest() -> None:
        async with Assistant(Settings(data_dir=folder / "data")) as assistant:
            report = await assistant.ingest(files)
            assert not report.of("failed")

    asyncio.run(ingest())
    return folder / "data"


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> Iterator[Assistant]:
    with standing(Assistant(Settings(data_dir=data_dir), clock=lambda: datetime(2030, 12, 1, tzinfo=UTC))) as opened:
        yield opened


ARCHIVES = "数字档案馆建设试点单位有多少家?"
LIGHTNING = "雷电监测站要建成多少个?"

STAYS: list[tuple[list[str], str, str]] = [
    # questions, what the last answer says, the issuer whose notice it comes from
    ([ARCHIVES, "办公室设在哪里?"], "办公室设在国家档案局", "国家档案局"),
    ([LIGHTNING, "办公室设在哪里?"], "办公室设在国家气象局", "国家气象局"),
    ([LIGHTNING, "那办公室主任由谁兼任?"], "总工程师", "国家气象局"),
    ([LIGHTNING, "观测员呢?"], "3名", "国家气象局"),
    ([LIGHTNING, "那举报私自撬锁搬设备的,封顶多少?"], "5000元", "国家气象局"),
    (["数字档案馆建设试点第一阶段是什么时候?", "第二阶段呢?"], "4月至6月", "国家档案局"),
    (["一级博物馆每周夜间开放几天?", "二级的呢?"], "不少于一天", "国家文物局"),
    ([ARCHIVES, "运行维护的经费从哪儿出?", "办公室设在哪里?"], "办公室设在国家档案局", "国家档案局"),
    ([ARCHIVES, "厨师要配几名?", "办公室设在哪里?"], "办公室设在国家档案局", "国家档案局"),
]
LOST = pytest.param(
    [LIGHTNING, "那举报私自撬锁囤货销赃的,封顶多少?"],
    "5000元",
    "国家气象局",
    marks=pytest.mark.xfail(strict=True, reason="refused since the tokens are taught from 974 papers"),
)


@pytest.mark.parametrize(("questions", "said", "issuer"), [*STAYS, LOST])
async def test_a_question_without_a_document_stays_with_the_last_one(
    assistant: Assistant, questions: list[str], said: str, issuer: str
) -> None:
    answer = await talk(assistant, *questions)
    assert said in answer.answer
    assert {issuer in c.title for c in answer.citations} == {True}


LEAVES: list[tuple[list[str], str]] = [
    ([ARCHIVES, "雷电监测站要建成多少个?"], "450个"),
    ([LIGHTNING, "一级博物馆每周夜间开放几天?"], "不少于两天"),
    ([LIGHTNING, "观测员呢?", "数字档案馆建设经费纳入哪里?"], "财政预算"),
]


@pytest.mark.parametrize(("questions", "said"), LEAVES)
async def test_a_question_with_a_topic_of_its_own_is_answered_from_where_that_is(
    assistant: Assistant, questions: list[str], said: str
) -> None:
    answer = await talk(assistant, *questions)
    assert said in answer.answer
    assert len({c.doc_id for c in answer.citations}) == 1


@pytest.mark.parametrize(
    "question",
    ["观测员工资是多少?", "罚款多少钱?", "那志愿者呢?", "每个省给多少补贴?"],
)
async def test_what_the_last_document_does_not_say_is_not_answered_with_what_was_asked_before(
    assistant: Assistant, question: str
) -> None:
    assert (await talk(assistant, LIGHTNING, question)).status == "refused"


async def test_a_figure_without_a_bearer_is_not_taken_from_another_document(assistant: Assistant) -> None:
    answer = await talk(assistant, LIGHTNING, "门票价格多少?")
    assert answer.understood_as == "雷电监测站的门票价格多少?"
    assert answer.status == "refused"
