"""Each fault changes what it says, and takes itself out again. That the gate catches them: `wenzheng eval faults`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.model import Answer, AskRequest
from eval import provenance
from eval.faults import (
    CUT_AT,
    FAULTS,
    Trial,
    change_a_digit,
    shift_markers,
    swap_roles,
    trials_markdown,
    try_fault,
)
from eval.gate import SuiteRules, Violation, judge_run
from eval.metrics import METRICS, score
from ingestion.model import Clause, Span
from tests.eval.builders import CORPUS, answer, seen, suite

BY_NAME = {fault.name: fault for fault in FAULTS}
ASKED = AskRequest(question="多少家?")


def clause(end: int) -> Clause:
    return Clause("c", "d1", "item", None, None, (), "", 1, 0, Span(0, end), Span(0, end))


def assistant() -> Any:
    """The parts of an open assistant that faults reach into."""
    inherited = SimpleNamespace(inherited=True)
    own = SimpleNamespace(inherited=False)
    hits = [SimpleNamespace(doc_id="d1"), SimpleNamespace(doc_id="d3")]
    knowledge = SimpleNamespace(
        search_dense=lambda *a, **k: hits,
        search_lexical=lambda *a, **k: hits,
        clauses=lambda doc_id: [clause(500)],
        clause=lambda clause_id: clause(500),
        clause_map=lambda ids: {"c": clause(500)},
        responsibilities=lambda **k: [inherited, own],
        documents=lambda: [SimpleNamespace(id=f"d{n}") for n in (1, 2, 3)],
    )
    sessions = SimpleNamespace(turns=lambda session_id, *, user: ("一", "二"))
    return SimpleNamespace(knowledge=knowledge, sessions=sessions)


def look(of: Any) -> dict[str, Any]:
    return {
        "去掉向量检索": of.knowledge.search_dense(),
        "去掉BM25": of.knowledge.search_lexical(),
        "条款截到100字": of.knowledge.clause("c").span.end,
        "丢失继承的单位": len(of.knowledge.responsibilities()),
        "索引过期": [hit.doc_id for hit in of.knowledge.search_dense()],
        "丢掉上一轮": of.sessions.turns("s", user="u"),
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("去掉向量检索", []),
        ("去掉BM25", []),
        ("条款截到100字", CUT_AT),
        ("丢失继承的单位", 1),
        ("索引过期", ["d1"]),
        ("丢掉上一轮", ("一",)),
    ],
)
def test_a_fault_is_in_while_it_is_injected_and_out_afterwards(name: str, expected: object) -> None:
    product = assistant()
    before = look(product)
    with BY_NAME[name].inject(product):
        assert look(product)[name] == expected
    assert look(product) == before


def test_lowering_the_threshold_makes_everything_bear_an_answer() -> None:
    from assistant.answering import answerability

    shipped = answerability.load_judgement(aligned=True)
    with BY_NAME["降低拒答门槛"].inject(assistant()):
        assert answerability.load_judgement(aligned=True).threshold == 0.0
    assert answerability.load_judgement(aligned=True) == shipped


def test_markers_shifted_by_one_break_the_contract() -> None:
    assert shift_markers(ASKED, answer("120家。[1][2]")).answer == "120家。[2][3]"
    assert score(seen(given=shift_markers(ASKED, answer())))["marker_integrity"] == 0.0


def test_swapped_roles_are_wrong_by_role() -> None:
    swapped = swap_roles(ASKED, answer(units=(("lead", "市科技局"), ("support", "市财政局"))))
    assert [unit.role for unit in swapped.responsible_units] == ["support", "lead"]


def test_a_changed_digit_is_an_unsupported_number_and_markers_are_left_alone() -> None:
    asked = [AskRequest(question=f"第{number}问") for number in range(1000)]
    spoiled = [change_a_digit(request, answer()) for request in asked]
    changed = [given for given in spoiled if given.answer != answer().answer]
    assert 8 <= len(changed) <= 35
    assert all(score(seen(given=given))["number_exactness"] == 0.0 for given in changed)
    assert all(given.answer.endswith("[1]") for given in changed)
    assert change_a_digit(asked[0], answer("没有12345", status="refused")).answer == "没有12345"


async def test_an_empty_prompt_turns_the_gate_red_also_where_no_model_is_used() -> None:
    from assistant.settings import Settings

    class Bench:
        corpus = CORPUS
        index = "1"
        asker = SimpleNamespace()

        async def retrieve(self, text: str, filters: object) -> tuple[()]:
            return ()

    bench: Any = Bench()

    async def ask(request: AskRequest) -> Answer:
        return answer()

    bench.asker.ask = ask
    run = await try_fault(BY_NAME["提示词为空"], suite(), bench, Settings(), lambda done, of: None)
    assert set(run.header.prompts.values()) == {provenance.EMPTY}
    assert [violation.metric for violation in judge_run(run, suite(), SuiteRules(), None)] == ["prompts"]
    assert provenance.EMPTY not in provenance.prompt_hashes().values()


def test_the_expected_metrics_exist_and_the_faults_are_the_twelve() -> None:
    known = {metric.name for metric in METRICS} | {"prompts"}
    assert len(FAULTS) == len(BY_NAME) == 12
    assert {name for fault in FAULTS for name in fault.metrics} <= known


def test_what_is_red_without_the_fault_is_no_proof() -> None:
    fault = BY_NAME["角标错位一号"]
    before = [Violation("marker_integrity", "marker_integrity 0.99 低于下限 1.0")]
    after = [Violation("marker_integrity", "marker_integrity 0.10 低于下限 1.0")]
    assert not Trial(fault).seen("dev", before, before).caught
    assert Trial(fault).seen("dev", before, before).seen("own", after, before).caught_in == ("own",)


def test_the_table_says_which_fault_slipped_through_and_which_suite_caught_it() -> None:
    fault = BY_NAME["角标错位一号"]
    caught = Trial(fault).seen("dev", [Violation("marker_integrity", ""), Violation("answer", "")]).seen("own", [])
    missed = Trial(fault).seen("dev", [Violation("answer", "")])
    assert (caught.caught, missed.caught) == (True, False)
    text = trials_markdown([caught, Trial(fault)])
    assert "marker_integrity(另 1 项) | dev | 抓住" in text
    assert "无 | 无 | 漏过" in text
