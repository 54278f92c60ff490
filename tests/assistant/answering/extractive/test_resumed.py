"""Follow-ups in words that no document has: told by the clause that the last answer came from, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.resumed import is_beside_the_topic
from assistant.core import Assistant
from assistant.model import Citation, QuestionKind, Understanding
from assistant.retrieval.matching import Term
from tests.assistant.answering.extractive.conftest import papers_taken_in, settings_of, talk
from tests.assistant.standing import standing

NOTICES = {
    "boats": """青禾县人民政府办公室关于印发青禾县渔船更新补助办法的通知
青政办发〔2030〕4号
各乡镇人民政府：
第一条 渔民更新渔船的，船长12米以下的每艘补助2万元，12米至24米的每艘补助5万元，24米以上的每艘补助9万元。
第二条 购置新式渔网的，第一年按购置价的60%补助，第二年按购置价的20%补助。
第三条 申请补助向县渔业局提出。渔船证书遗失的，补办收取工本费8元。
第四条 渔港内每艘渔船每日停泊费12元。
青禾县人民政府办公室
2030年3月5日
""",
    "tea": """青禾县人民政府办公室关于印发青禾县茶园改造奖励办法的通知
青政办发〔2030〕9号
各乡镇人民政府：
第一条 改造老茶园的，每亩奖励800元。
第二条 茶园遭受冰雹的，由县农业局组织查勘。
青禾县人民政府办公室
2030年6月5日
""",
    "homes": """青禾县公共租赁住房申请审核办法
青政规〔2030〕6号
第一条 街道办事处应当自受理申请之日起15个工作日内完成初审，并将材料报县民政局。
第二条 民政部门自收到初审材料之日起10个工作日内，对申请家庭的收入、财产情况出具核对报告。
第三条 县住房保障中心自收到核对报告之日起7个工作日内公示，公示期不少于5日。
第四条 配租后无正当理由连续6个月未居住的，收回住房。
青禾县人民政府
2030年7月5日
""",
}
BOATS = "青禾县换渔船,船长10米的补助多少?"
NETS = "青禾县买新式渔网头一年补助多少?"
STREET = "青禾申请公租房,街道初审要多久?"
BERTH = "青禾县渔港内渔船停泊费每天多少?"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    papers = {f"{name}.txt": text for name, text in NOTICES.items()}
    settings = settings_of(papers_taken_in(tmp_path_factory.mktemp("boats"), papers))
    with standing(Assistant(settings, clock=lambda: datetime(2030, 12, 1, tzinfo=UTC))) as opened:
        yield opened


@pytest.mark.parametrize(
    ("first", "then", "said", "understood"),
    [
        (BOATS, "我家那条要是三十米出头呢?", "24米以上的每艘补助9万元", "我家"),
        (BOATS, "人家有条大家伙呢?", "24米以上的每艘补助9万元", "大家伙"),
        (NETS, "过了年再去呢?还给不给", "第二年按购置价的20%补助", "过了年"),
    ],
)
async def test_another_case_is_told_by_the_clause_that_tells_cases(
    assistant: Assistant, first: str, then: str, said: str, understood: str
) -> None:
    answer = await talk(assistant, first, then)
    assert said in answer.answer
    assert understood in answer.understood_as


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        (STREET, "那民政那一步要几天?", "10个工作日内"),
        (STREET, "那要是一直空着没去住的,会怎么处理?", "收回住房"),
    ],
)
async def test_a_follow_up_that_its_topic_drowns_is_told_by_its_own_words(
    assistant: Assistant, first: str, then: str, said: str
) -> None:
    assert said in (await talk(assistant, first, then)).answer


@pytest.mark.parametrize(
    ("said", "kind", "asks_units", "beside"),
    [
        ("受托人应当持经公证的委托书。", "measure", False, True),
        ("受托人应当持经公证的委托书。", "measure", True, False),  # who does another thing is told by its own clause
        ("受托人应当持经公证的委托书。", "units", False, False),
        ("提取押金的,受托人应当持经公证的委托书。", "measure", False, False),
        ("六千元以下的不要求公证。", "measure", False, False),
    ],
)
def test_what_speaks_of_no_word_of_the_last_question_is_beside_it(
    said: str, kind: QuestionKind, asks_units: bool, beside: bool
) -> None:
    meant = Understanding(
        "", "押金能取,就剩六千块,得公证吗", "measure", focus="就剩六千,得公证吗", asks_units=asks_units
    )
    terms = tuple(Term(word, (word,), 1.0, known=True) for word in ("押金", "六千", "公证"))
    cited = Citation(1, "d", "办法", None, None, None, "d#1", (), "第三条", said, said, 0, len(said))
    desk = cast("Desk", SimpleNamespace(terms=terms))
    assert is_beside_the_topic(Draft(kind, citations=[cited]), meant, lambda _: desk) is beside


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (BERTH, "那摩托艇呢?"),
        (BERTH, "船上睡觉的大爷呢,收不收?"),
        (BOATS, "那广州呢?"),
        (BOATS, "那利息是多少?"),
        ("青禾县改造老茶园每亩奖励多少?", "那养蜂呢,一箱补多少?"),
    ],
)
async def test_another_thing_or_place_stays_refused(assistant: Assistant, first: str, then: str) -> None:
    answer = await talk(assistant, first, then)
    assert answer.status == "refused"
