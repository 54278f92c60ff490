"""Every metric on numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.model import GroundingReport
from eval.datasets.schema import Gold
from eval.metrics import METRICS, Observation, score
from tests.eval.builders import CLAUSE, OTHER, answer, citation, question, refusable, seen

RIGHT, WRONG = citation, lambda index=1: citation(index, text=OTHER)
TWO_GOLD = (Gold(doc="甲市", quote="年内新增研发机构120家"), Gold(doc="甲市", quote="办好活动"))
EITHER = (
    Gold(doc="甲市", quote="年内新增研发机构120家", need="either"),
    Gold(doc="甲市", quote="办好活动", need="either"),
)
EXTRA = (Gold(doc="甲市", quote="年内新增研发机构120家"), Gold(doc="甲市", quote="办好活动", need="extra"))
UNITS = {"lead": ("市科技局", "市财政局"), "support": ("市教育局",)}


def units(**roles: str) -> Observation:
    people = tuple((role, name) for role, names in roles.items() for name in names.split())
    return seen(question(units=UNITS, asks_units=True), answer(units=people))


def retrieved(*texts: str) -> Observation:
    return seen(retrieved=tuple(("d1", text) for text in texts))


CASES: list[tuple[str, Callable[[], Observation], float | None]] = [
    # the first citation decides hit@1, any of them hit@any
    ("hit@1", lambda: seen(), 1.0),
    ("hit@1", lambda: seen(given=answer("办好活动。[1]120家[2]", WRONG(), RIGHT(2))), 0.0),
    ("hit@any", lambda: seen(given=answer("办好活动。[1]120家[2]", WRONG(), RIGHT(2))), 1.0),
    ("hit@any", lambda: seen(given=answer("办好活动。[1]", WRONG())), 0.0),
    ("hit@1", lambda: seen(given=answer("没有。", status="refused")), 0.0),
    ("hit@1", lambda: seen(refusable(), answer("没有。", status="refused")), None),
    ("hit@1", lambda: seen(question(gold=EXTRA), answer("办好活动。[1]", WRONG())), 0.0),
    # a heading of the path names the clause, another document with the same words does not
    ("hit@1", lambda: seen(question(gold=(Gold(doc="甲市", quote="一、目标"),))), 1.0),
    ("hit@1", lambda: seen(question(gold=(Gold(doc="乙市", quote="年内新增研发机构120家"),))), 0.0),
    ("hit@1", lambda: seen(question(gold=(Gold(doc="甲市", quote=""),)), answer("办好活动。[1]", WRONG())), 1.0),
    # a row of a table is spoken by its columns; its quote is as written
    ("hit@1", lambda: seen(given=answer("120家。[1]", citation(text="项目：研发机构；家数：120", quote=CLAUSE))), 1.0),
    # search results, best first
    ("retrieved@1", lambda: retrieved(OTHER, CLAUSE), 0.0),
    ("retrieved@8", lambda: retrieved(OTHER, CLAUSE), 1.0),
    ("mrr", lambda: retrieved(OTHER, OTHER, CLAUSE), 1 / 3),
    ("mrr", lambda: retrieved(OTHER), 0.0),
    ("mrr", lambda: seen(), None),
    # one of two citations is right; one of two clauses is cited; of "either" one is enough; "extra" does no harm
    ("citation_precision", lambda: seen(given=answer("[1][2]", RIGHT(), WRONG(2))), 0.5),
    ("citation_precision", lambda: seen(question(gold=EXTRA), answer("[1][2]", RIGHT(), WRONG(2))), 1.0),
    ("citation_recall", lambda: seen(question(gold=TWO_GOLD)), 0.5),
    ("citation_recall", lambda: seen(question(gold=EITHER)), 1.0),
    ("citation_recall", lambda: seen(question(gold=EXTRA)), 1.0),
    ("citation_recall", lambda: seen(given=answer("没有。", status="refused")), 0.0),
    # text[start:end] == quote, character for character
    ("quote_exactness", lambda: seen(), 1.0),
    ("quote_exactness", lambda: seen(given=answer("120家[1]", citation(start=3))), 0.0),
    ("quote_exactness", lambda: seen(given=answer("[1][2]", RIGHT(), citation(2, quote="不在文中"))), 0.5),
    ("marker_integrity", lambda: seen(given=answer("120家[1][2]")), 0.0),
    ("marker_integrity", lambda: seen(given=answer("120家[1]", RIGHT(), WRONG(2))), 0.0),
    ("marker_integrity", lambda: seen(given=answer("120家[1]")), 1.0),
    # facts
    ("answer", lambda: seen(), 1.0),
    ("answer", lambda: seen(given=answer("年内新增机构 120 个[1]")), 1.0),
    ("answer", lambda: seen(given=answer("年内新增研发机构1120家[1]")), 0.0),
    ("answer", lambda: seen(given=answer("没有。", status="refused")), 0.0),
    ("answer", lambda: seen(question(forbidden=("2.81%",)), answer("120家,投入达2.81%[1]")), 0.0),
    ("answer", lambda: seen(refusable(), answer("没有。", status="refused")), 1.0),
    ("answer", lambda: seen(refusable()), 0.0),
    ("answer", lambda: seen(question(facts=(("12",),)), answer("白沙镇 | 12 | 5[1]")), 1.0),
    ("fact_recall", lambda: seen(question(facts=(("120家",), ("2.81%",)))), 0.5),
    ("fact_recall", lambda: seen(question(facts=(("2.8",),)), answer("投入达2.81%[1]")), 0.0),
    # numbers: by value, with and without 万; list numbering and markers are not claims
    ("number_exactness", lambda: seen(), 1.0),
    ("number_exactness", lambda: seen(given=answer("年内新增研发机构150家。[1]")), 0.0),
    ("number_exactness", lambda: seen(given=answer("1.新增120家[1]\n2.投入达2.81%[1]")), 1.0),
    ("number_exactness", lambda: seen(given=answer("新增１２０家[1]")), 1.0),
    ("number_exactness", lambda: seen(given=answer("2020年3月印发。[1]")), 1.0),
    ("number_exactness", lambda: seen(given=answer("2026年11月1日仍有效。[1]"), as_of=date(2026, 11, 1)), 1.0),
    ("number_exactness", lambda: seen(given=answer("2026年11月1日仍有效。[1]")), 0.0),
    ("number_exactness", lambda: seen(given=answer("没有99。", status="refused")), None),
    (
        "number_exactness",
        lambda: seen(question(kind="correct", question="是150家吗?"), answer("不是150家,是120家[1]")),
        1.0,
    ),
    ("unit_exactness", lambda: units(lead="市科技局"), 1.0),
    ("unit_exactness", lambda: units(lead="市公安局"), 0.0),
    ("unit_exactness", lambda: seen(), None),
    # 2 of 3 found, 1 of them wrong: 2·1/(2+3)
    ("unit_f1", lambda: units(lead="市科技局 市财政局", support="市教育局"), 1.0),
    ("unit_f1", lambda: units(lead="市科技局 市公安局"), 2 / 5),
    ("unit_f1", lambda: units(lead="市教育局", support="市科技局 市财政局"), 0.0),
    ("unit_f1_lead", lambda: units(lead="科技局 市财政局"), 1.0),
    ("unit_f1_support", lambda: units(lead="市科技局 市财政局"), 0.0),
    ("unit_f1_responsible", lambda: units(lead="市科技局"), None),
    ("unit_f1", lambda: seen(question(units=UNITS)), None),
    # refusals: the denominator of precision is what was refused, that of recall what should be
    ("refusal_precision", lambda: seen(), None),
    ("refusal_precision", lambda: seen(given=answer("没有。", status="refused")), 0.0),
    ("refusal_precision", lambda: seen(refusable(), answer("没有。", status="refused")), 1.0),
    ("refusal_recall", lambda: seen(refusable()), 0.0),
    ("refusal_recall", lambda: seen(refusable(), answer("没有。", status="refused")), 1.0),
    ("refusal_recall", lambda: seen(), None),
    ("groundedness", lambda: seen(given=answer(grounding=GroundingReport(checked=4, supported=3))), 0.75),
    ("groundedness", lambda: seen(given=answer(grounding=GroundingReport())), None),
    ("in_chinese", lambda: seen(given=answer("The target is 120.[1]")), 0.0),
    ("in_chinese", lambda: seen(), 1.0),
    ("length", lambda: seen(given=answer("一二三四五")), 5.0),
    ("latency_ms", lambda: seen(elapsed_ms=12.5), 12.5),
]


@pytest.mark.parametrize(("metric", "observe", "expected"), CASES)
def test_a_metric_gives_the_score_worked_out_by_hand(
    metric: str, observe: Callable[[], Observation], expected: float | None
) -> None:
    got = score(observe())[metric]
    assert got == (expected if expected is None else pytest.approx(expected))


def test_every_metric_is_worked_out_by_hand_at_least_once() -> None:
    assert {metric.name for metric in METRICS} == {name for name, _, _ in CASES}
