"""Models that get it wrong on purpose, over real HTTP: what they change does not arrive, wrong marks are put right."""

from __future__ import annotations

import re

import pytest

from assistant.answering.llm import Ungrounded
from eval.fit_grounding import leaks
from eval.mutations import corruptions, good_answers, read_policies
from tests.assistant.answering.llm.conftest import FIRST, as_json

TARGET = "到2023年,瞪羚企业35家以上。"
SCRIPTS = {
    "changes one digit": "年内新增市级以上企业研发机构126家。",
    "swaps the unit of measure": "年内新增市级以上企业研发机构120项。",
    "swaps the responsible unit": "企业研发机构建设由市财政局牵头。",
    "moves the deadline": "到2025年,瞪羚企业35家以上。",
    "drops a qualifier": "到2023年,瞪羚企业35家以下。",
    "merges two clauses": "年内新增市级以上企业研发机构35家。",
    "names another clause": "根据第三部分第9条,年内新增市级以上企业研发机构120家。",
    "adds a plausible sentence": "对新建机构的企业给予一次性资金奖励。",
    "turns a denial round": "可以收取任何费用。",
    "tells of another place": "海陵市年内新增市级以上企业研发机构120家。",
    "converts an amount": "研发投入占比达28.1‰。",
}


@pytest.mark.parametrize("structured", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("wrong", SCRIPTS.values(), ids=SCRIPTS.keys())
async def test_what_a_model_changes_does_not_arrive(ask, make_writer, server, wrong, structured):
    good = FIRST.removesuffix("[1]")
    server.enqueue(as_json(([1, 2], wrong), ([1], good)) if structured else f"{wrong}[1][2]{FIRST}")
    shown, written = await ask(writer=make_writer(structured=structured))
    assert shown == FIRST
    assert written.report.removed == (wrong.rstrip("。"),)


@pytest.mark.parametrize("structured", [False, True], ids=["text", "json"])
async def test_a_wrong_citation_is_put_right(ask, make_writer, server, structured):
    server.enqueue(as_json(([1], TARGET)) if structured else f"{TARGET}[1]")
    _, written = await ask(writer=make_writer(structured=structured))
    assert written.text == f"{TARGET}[1]"
    assert [c.clause_id for c in written.citations] == ["clause-2"]


async def test_a_clause_that_was_never_offered_is_not_cited(ask, server):
    server.enqueue(f"{TARGET}[7]")
    _, written = await ask()
    assert [c.clause_id for c in written.citations] == ["clause-2"]


@pytest.mark.parametrize(
    "made_up",
    [
        "新能源汽车每辆补贴3万元,可到市政务服务中心申请。[1]",
        "申请人须年满18周岁,持身份证办理。[1][2]",
        "该政策由市医保局负责,报销比例为70%。[2]",
    ],
)
async def test_an_answer_to_what_no_clause_answers_does_not_arrive(ask, server, made_up):
    server.enqueue(made_up)
    with pytest.raises(Ungrounded):
        await ask("买新能源汽车有补贴吗？")


async def test_corrupted_answers_to_the_shipped_policies_do_not_arrive(ask, make_writer, server, shipped_corpus):
    """A sample of what the gate's own test tries, all the way through the server, the stream and the writer."""
    answers = good_answers(read_policies(shipped_corpus), count=300)
    for corrupted in [*corruptions(answers)][::29]:
        server.enqueue(corrupted.text)
        try:
            _, written = await ask(writer=make_writer(structured=False), clauses=corrupted.answer.citations)
        except Ungrounded:
            continue
        assert not leaks(corrupted, written), (corrupted.kind, written.text)
        assert set(re.findall(r"\[(\d+)\]", written.text)) == {str(c.index) for c in written.citations}
