"""The gate is red for everything that could hide a regression."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from eval.datasets.suites import SUITES
from eval.gate import (
    GATE,
    Baseline,
    GateBroken,
    SuiteRules,
    judge_run,
    load_baseline,
    load_rules,
    make_baseline,
)
from eval.run import JudgeRecord, Run, failed_row
from tests.eval.builders import header, question, row, run_of, suite

QUESTIONS = suite(question(id="a"), question(id="b"))
GOOD = Run(header(QUESTIONS), (row("a"), row("b")))
RULES = SuiteRules(floors={"answer": 0.9}, drops={"answer": 0.0})


def baseline(of: Run = GOOD) -> Baseline:
    return make_baseline(of, today=date(2026, 1, 1))


def red(run: Run, rules: SuiteRules = RULES, made: Baseline | None = None) -> set[str]:
    return {item.metric for item in judge_run(run, QUESTIONS, rules, made or baseline())}


def test_an_unchanged_run_is_green() -> None:
    assert red(GOOD) == set()


@pytest.mark.parametrize("right", range(1, 9))
def test_a_mean_that_has_no_end_is_no_drop_against_its_own_baseline(right: int) -> None:
    rows = tuple(row(str(number), score=float(number < right)) for number in range(9))
    run = run_of(*rows)
    of = suite(*(question(id=str(number)) for number in range(9)))
    assert judge_run(run, of, SuiteRules(drops={"answer": 0.0}), baseline(run)) == []


NAN = {"answer": 1.0, "hit@1": math.nan}


@pytest.mark.parametrize(
    ("rows", "metric"),
    [
        ((row("a"),), "coverage"),
        ((row("a"), row("b"), row("b")), "coverage"),
        ((row("a"), failed_row(question(id="b"), "boom")), "errors"),
        ((row("a"), row("b", scores=NAN)), "hit@1"),
        ((row("a"), row("b", score=0.0)), "answer"),
        ((row("a", scores={}), row("b", scores={})), "answer"),
    ],
    ids=["a missing row", "a row twice", "an error", "a NaN", "a wrong answer", "no score at all"],
)
def test_the_gate_is_red_for(rows: tuple, metric: str) -> None:  # type: ignore[type-arg]
    assert metric in red(Run(header(QUESTIONS), rows))


def test_a_drop_above_the_floor_is_red_by_the_baseline() -> None:
    worse = Run(header(QUESTIONS), (row("a"), row("b", score=0.0)))
    assert red(worse, SuiteRules(floors={"answer": 0.4}, drops={"answer": 0.4})) == {"answer"}
    assert red(worse, SuiteRules(floors={"answer": 0.4}, drops={"answer": 0.5})) == set()


def test_a_metric_that_vanished_since_the_baseline_is_red() -> None:
    bare = Run(header(QUESTIONS), (row("a", scores={"answer": 1.0}), row("b", scores={"answer": 1.0})))
    assert red(bare, SuiteRules(drops={"hit@1": 0.1})) == {"hit@1"}


def test_changed_questions_or_documents_need_a_new_baseline() -> None:
    others = suite(question(id="a", facts=(("130家",),)), question(id="b"))
    assert {item.metric for item in judge_run(GOOD, others, SuiteRules(), None)} == {"dataset"}
    assert red(Run(header(QUESTIONS, corpus="other"), GOOD.rows)) == {"dataset"}


def test_a_missing_baseline_is_red_where_drops_are_judged() -> None:
    assert {item.metric for item in judge_run(GOOD, QUESTIONS, RULES, None)} == {"baseline"}


def test_a_baseline_survives_being_written(tmp_path: Path) -> None:
    (tmp_path / "dev-extractive.json").write_text(baseline().model_dump_json(), encoding="utf-8")
    assert load_baseline("dev", "extractive", tmp_path) == baseline()
    assert load_baseline("own", "extractive", tmp_path) is None


@pytest.mark.parametrize("content", ["", "[suite.dev]\nfloor = {}", "[suite.dev]\ncoverage = 2", "x = 1"])
def test_unreadable_rules_are_an_error_and_not_an_open_gate(tmp_path: Path, content: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GateBroken):
        load_rules(path)


def test_an_unreadable_baseline_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "dev-extractive.json").write_text("{}", encoding="utf-8")
    with pytest.raises(GateBroken):
        load_baseline("dev", "extractive", tmp_path)


def test_the_committed_rules_name_suites_and_metrics_that_exist() -> None:
    from eval.metrics import METRICS

    known = {metric.name for metric in METRICS}
    for name, rules in load_rules(GATE).items():
        assert name in SUITES
        assert {*rules.floors, *rules.drops} <= known


@pytest.mark.parametrize(
    ("judge", "metric"),
    [
        (JudgeRecord(status="failed", reason="不可用"), {"judge"}),
        (JudgeRecord(status="judged", coverage={"judged_support": 0.5}), {"judged_support"}),
        (JudgeRecord(status="judged", coverage={"judged_support": 0.9}), set()),
        (JudgeRecord(status="skipped"), set()),
    ],
)
def test_a_judge_that_was_asked_has_to_have_answered(judge: JudgeRecord, metric: set[str]) -> None:
    assert red(Run(header(QUESTIONS, judge=judge), GOOD.rows)) == metric


def test_an_errored_row_counts_as_wrong_in_the_mean() -> None:
    run = run_of(row("a"), failed_row(question(id="b"), "boom"))
    assert run.scores("answer") == [1.0, 0.0]
