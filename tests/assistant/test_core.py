"""The assistant over the shipped corpus, with the real embedder: what a member of staff sees."""

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.errors import InvalidRequest, QuestionTooLong, SessionNotFound, UnknownFilter
from assistant.model import Answer, AskRequest, Delta, Done, Filters, Meta
from assistant.settings import Settings
from ingestion.errors import KnowledgeBaseBusy
from tests.assistant.standing import standing

TODAY = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def data_dir(shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(shipped_data, tmp_path_factory.mktemp("core") / "data"))


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> Iterator[Assistant]:
    with standing(Assistant(Settings(data_dir=data_dir), clock=lambda: TODAY)) as opened:
        yield opened


def roles(answer: Answer) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for unit in answer.responsible_units:
        found.setdefault(unit.role, []).append(unit.name)
    return found


QUESTIONS = [
    (
        "常州2018年要新增多少家市级以上企业研发机构?由谁牵头?", "120家", "8.推进企业研发机构建设",
        {"lead": ["市科技局", "市发改委", "市经信委"]},
    ),
    ("泰州每年要新增多少家瞪羚企业?", "10家", "1.实施企业创新能力提升行动", None),
    ("乌镇院士之家要新增到访院士多少名?谁负责?", "30名", "(七)", {"lead": ["组织部人才办"]}),
    ("泰州2023年要建成省级以上科技孵化器多少家?", "35家", "3.", None),
    ("扬州要建成多少家孵化器和众创空间?", "100家", "三、发展目标", None),
]  # fmt: skip


async def test_a_comparison_says_which_place_has_no_document(assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("上海和扬州的孵化器分别要建多少"))
    assert "| 上海市 | 现有文件中没有找到依据 |" in answer.answer
    assert {citation.region for citation in answer.citations} == {"扬州市"}


@pytest.mark.parametrize(("question", "fact", "place", "units"), QUESTIONS)
async def test_the_answer_holds_the_fact_and_cites_its_clause(
    assistant: Assistant, question: str, fact: str, place: str, units: dict[str, list[str]] | None
) -> None:
    answer = await assistant.ask(AskRequest(question))
    assert answer.status == "answered"
    assert fact in answer.answer
    assert any(part.startswith(place) for part in answer.citations[0].path)
    for role, names in (units or {}).items():
        assert roles(answer)[role] == names


async def test_units_said_once_for_the_whole_document_are_inherited(assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("泰州每年要新增多少家瞪羚企业?"))
    names = {u.name for u in answer.responsible_units}
    assert {"各市(区)人民政府", "泰州医药高新区管委会"} <= names
    later = await assistant.ask(AskRequest("泰州揭榜挂帅由哪些单位负责?"))
    inherited = {u.name for u in later.responsible_units if u.inherited}
    assert inherited == {"各市(区)人民政府", "泰州医药高新区管委会"}


async def test_units_without_a_lead_are_responsible(assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("贵溪要建哪些类型的研发机构来支持企业?"))
    assert answer.citations[0].label == "二、(一)2."
    assert len(roles(answer)["responsible"]) == 7


async def test_every_citation_is_verbatim_and_used(assistant: Assistant) -> None:
    for question, *_ in QUESTIONS:
        answer = await assistant.ask(AskRequest(question))
        for citation in answer.citations:
            document = await assistant.run(assistant.knowledge.document, citation.doc_id)
            assert document.text[citation.start : citation.end] == citation.quote
            assert f"[{citation.index}]" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "新能源汽车购车补贴怎么申请?", "上海2018年要新增多少家企业研发机构?", "常州2022年要新增多少家高新技术企业?",
        "泰州市人才公寓管理办法里租金怎么收?", "常州要点第99条是什么?", "帮我写一首诗", "个人所得税起征点是多少?",
    ],
)  # fmt: skip
async def test_what_no_document_says_is_refused_with_a_place_to_ask(assistant: Assistant, question: str) -> None:
    answer = await assistant.ask(AskRequest(question))
    assert answer.status == "refused"
    assert not answer.citations
    assert "12345" in answer.answer


async def test_a_wrong_number_is_corrected_and_not_repeated(assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("常州2018年是不是要新增150家市级以上企业研发机构?"))
    assert "不同" in answer.answer
    assert "120" in answer.answer
    assert "150" not in answer.answer


async def test_a_clause_without_units_says_so(assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("扬州建设高水平实验室的责任单位是谁?"))
    assert "未明确" in answer.answer
    assert not answer.responsible_units
    assert answer.citations


async def test_the_tasks_of_a_unit_are_complete(assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("常州市财政局要负责哪些任务?"))
    clauses = {c.clause_id for c in answer.citations}
    named = await assistant.run(assistant.knowledge.responsibilities, doc_id="changzhou-2018-zichuangqu")
    assert clauses == {u.clause_id for u in named if u.name == "市财政局"}


async def test_places_are_compared_in_a_table_with_a_citation_a_cell(assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("常州和泰州的全社会研发投入占GDP目标分别是多少?"))
    rows = [line for line in answer.answer.splitlines() if line.startswith("| ") and "市" in line]
    assert "2.81%" in rows[0]
    assert "[1]" in rows[0]
    assert "2.76%" in rows[1]
    assert "[2]" in rows[1]


async def test_a_follow_up_is_completed_from_the_turn_before(assistant: Assistant) -> None:
    first = await assistant.ask(AskRequest("常州2018年底全社会研发投入占地区生产总值的比重要达到多少?"))
    second = await assistant.ask(AskRequest("那泰州呢?", session_id=first.session_id))
    assert "2.76%" in second.answer
    assert "泰州" in second.understood_as


async def test_a_plan_whose_period_is_over_says_so_on_the_day_asked_for(assistant: Assistant) -> None:
    question = "扬州要建成多少家孵化器和众创空间?"
    assert "已到期" in "".join((await assistant.ask(AskRequest(question))).notices)
    assert not (await assistant.ask(AskRequest(question, as_of=date(2019, 1, 1)))).notices


async def test_a_stream_ends_with_the_answer_that_its_pieces_make(assistant: Assistant) -> None:
    events = [event async for event in assistant.ask_stream(AskRequest(QUESTIONS[0][0]))]
    assert isinstance(events[0], Meta)
    assert isinstance(events[-1], Done)
    assert "".join(e.text for e in events if isinstance(e, Delta)) == events[-1].answer.answer


async def test_filters_restrict_the_answer_and_unknown_ones_are_told(assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("要新增多少家高新技术企业?", filters=Filters(region=("桐乡市",))))
    assert {c.region for c in answer.citations} == {"桐乡市"}
    with pytest.raises(UnknownFilter, match="火星市"):
        await assistant.ask(AskRequest("有多少家?", filters=Filters(region=("火星市",))))


@pytest.mark.parametrize(
    ("question", "error"), [("", InvalidRequest), ("  \n", InvalidRequest), ("问" * 10_000, QuestionTooLong)]
)
async def test_a_question_that_cannot_be_read_is_an_error(
    assistant: Assistant, question: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await assistant.ask(AskRequest(question))


async def test_a_session_of_somebody_else_is_not_found(assistant: Assistant) -> None:
    first = await assistant.ask(AskRequest("你好", user="alice"))
    with pytest.raises(SessionNotFound):
        await assistant.ask(AskRequest("你好", user="bob", session_id=first.session_id))
    assert not await assistant.forget(first.session_id, "bob")
    assert await assistant.forget(first.session_id, "alice")


async def test_questions_are_answered_side_by_side(assistant: Assistant) -> None:
    answers = await asyncio.gather(*(assistant.ask(AskRequest(q)) for q, *_ in QUESTIONS * 4))
    once = len(QUESTIONS)
    assert [a.answer for a in answers[:once]] == [a.answer for a in answers[-once:]]


async def test_a_second_process_on_the_directory_is_told_who_holds_it(assistant: Assistant, data_dir: Path) -> None:
    with pytest.raises(KnowledgeBaseBusy):
        async with Assistant(Settings(data_dir=data_dir)):
            pass


async def test_an_answer_by_a_channel_is_kept_beyond_the_close(tmp_path: Path, shipped_data: Path) -> None:
    settings = Settings(data_dir=Path(shutil.copytree(shipped_data, tmp_path / "data")))
    async with Assistant(settings, clock=lambda: TODAY) as opened:
        asked = [await opened.ask(AskRequest("今天股票行情怎么样", channel=c)) for c in ("telegram", "cli", None)]
    async with Assistant(settings, clock=lambda: TODAY) as opened:
        kept = [opened.records.answers.find(answer.answer_id) for answer in asked]
        assert [k and k.request.channel for k in kept] == ["telegram", "cli", None]
        assert kept[0] is not None
        assert kept[0].answer == asked[0]
        (gap,) = opened.records.opinions.gaps(limit=5)
        assert dict(gap.channels) == {"telegram": 1, "cli": 1}


async def test_a_streamed_answer_is_kept_before_its_end_is_told(assistant: Assistant) -> None:
    async for event in assistant.ask_stream(AskRequest(QUESTIONS[0][0], channel="web")):
        if isinstance(event, Done):
            kept = assistant.records.answers.find(event.answer.answer_id)
            assert kept is not None
            assert kept.answer == event.answer
