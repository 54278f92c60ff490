"""Weights that the product ships are fitted on one half of the questions, by scripts that anyone can run again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.answerability import Judgement, load_judgement
from assistant.retrieval.weights import load_weights
from assistant.settings import Settings
from eval import fit_answerability, fit_ranking
from eval.candidates import Candidate, Searched, search
from eval.datasets.schema import Gold, Question
from eval.datasets.suites import Suite
from eval.workbench import open_workbench
from tests.eval.builders import question, refusable
from tests.eval.test_workbench import LetterEmbedder, parking

__all__ = ["parking"]
NAMES = sorted({*fit_ranking.FEATURES, *fit_ranking.OF_TOKENS, *fit_answerability.FEATURES})


def candidate(gold: bool = False, **features: float) -> Candidate:
    return Candidate(dict.fromkeys(NAMES, 0.0) | features, gold)


def searched(*found: Candidate, answerable: bool = True, suite: str = "dev", **more: Any) -> Searched:
    return Searched(suite, question() if answerable else refusable(), found, **more)


def test_a_ranking_learns_what_sets_bearing_clauses_apart() -> None:
    rows = [
        searched(candidate(dense=0.9, best=0.1 * n), candidate(gold=True, dense=0.1, best=0.1 * n + 0.5))
        for n in range(5)
    ]
    weights = fit_ranking.fit(rows, rounds=200)
    assert weights["best"] > 0 > weights["dense"]
    assert weights["named"] == 0  # says nothing here
    assert fit_ranking.hits(rows, weights) == 5
    assert fit_ranking.hits(rows, {"dense": 1.0}) == 0


def test_weights_that_are_given_stay_as_they_are() -> None:
    rows = [
        searched(candidate(best=0.5, aligned=0.1 * n), candidate(gold=True, best=0.5, aligned=0.1 * n + 0.2))
        for n in range(5)
    ]
    weights = fit_ranking.fit(rows, ("aligned",), {"best": 3.0}, rounds=200)
    assert weights.pop("aligned") > 0
    assert weights == {"best": 3.0}


def test_a_question_whose_clause_was_not_found_teaches_no_order() -> None:
    assert fit_ranking.usable([searched(candidate()), searched(candidate(gold=True))]) == [
        searched(candidate(gold=True))
    ]


def test_a_ranking_is_reported_by_suite_and_half() -> None:
    rows = [searched(candidate(gold=True, best=1), candidate()), searched(candidate(best=1), candidate(gold=True))]
    table = fit_ranking.table(rows, {"one": {"best": 1.0}})
    assert table.splitlines()[2:] == ["| dev | fit | 2 | 0.500 |", "| all | fit | 2 | 0.500 |"]


def test_answerability_is_learned_from_questions_to_refuse_and_from_documents_taken_away() -> None:
    away = (candidate(best=0.5),)
    after_all = (candidate(best=0.95),)
    rows = [
        searched(candidate(best=1.0), elsewhere=away),
        searched(candidate(best=0.9), elsewhere=after_all),
        searched(candidate(best=0.2), answerable=False),
        searched(candidate(best=0.3), answerable=False, suite="unanswered"),
    ]
    made = list(fit_answerability.examples(rows, {"best": 1.0}))
    assert [(e.features["best"], e.answerable, e.weight) for e in made] == [
        (1.0, True, 1.0),
        (0.5, False, 0.05),
        (0.9, True, 1.0),
        (0.2, False, 3.0),
        (0.3, False, 0.5),
    ]
    weights = fit_answerability.fit(made, rounds=500)
    assert weights["best"] > 0 > weights["intercept"]


def test_an_outcome_counts_refusals_and_answers_from_the_right_clause() -> None:
    rows = [
        searched(candidate(gold=True, best=2)),  # answered rightly
        searched(candidate(best=2), candidate(gold=True, best=1.5)),  # answered from the wrong clause
        searched(candidate(gold=True, best=0)),  # refused wrongly
        searched(candidate(best=0), answerable=False),  # refused rightly
        searched(candidate(best=2), answerable=False),  # answered wrongly
    ]
    judgement = Judgement({"best": 10.0, "intercept": -10.0}, 0.5)
    seen = fit_answerability.outcome([(one, judgement) for one in rows], {"best": 1.0})
    assert (seen.refused, seen.refused_rightly, seen.to_refuse, seen.right, seen.to_answer) == (2, 1, 2, 1, 3)
    assert (seen.precision, seen.recall, seen.f1) == (0.5, 0.5, 0.5)


def test_the_threshold_is_the_one_that_refuses_best() -> None:
    rows = [searched(candidate(gold=True, best=0.8)), searched(candidate(best=-0.8), answerable=False)]
    weights = {"best": 1.0, "intercept": 0.0}  # p is 0.69 and 0.31
    threshold = fit_answerability.choose([(one, weights) for one in rows], {"best": 1.0})
    assert threshold == 0.35
    table = fit_answerability.table(rows, {"x": Judgement(weights, threshold)}, {"best": 1.0})
    assert "| all | fit | x | 1.00 (1/1) | 1.00 (1/1) | 1/1 |" in table


def test_no_question_is_judged_by_weights_fitted_on_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def about(doc: str) -> Question:
        return question(id=doc + str(len(rows)), gold=(Gold(doc=doc, quote="年内新增研发机构120家"),))

    rows: list[Searched] = []
    for doc in "甲乙丙丁戊己庚":
        rows += [Searched("dev", about(doc), (candidate(best=1, gold=True),)) for _ in range(2)]
    taught: list[int] = []

    def remember(made: Sequence[fit_answerability.Example], _: Sequence[str]) -> dict[str, float]:
        taught.append(len(made))
        return {"taught on": float(len(made))}

    monkeypatch.setattr(fit_answerability, "fit", remember)
    held = fit_answerability.held_out(rows, {"best": 1.0})
    assert sorted(one.question.id for one, _ in held) == sorted(one.question.id for one in rows)
    assert sorted(taught) == [10, 10, 12, 12, 12]  # of 14, without the two or four about the documents judged


async def test_search_gives_the_clauses_of_a_question_and_which_of_them_bear(parking: Suite, tmp_path: Path) -> None:
    asked = parking.questions[0]
    async with open_workbench(parking, Settings(), "extractive", tmp_path, embedder=LetterEmbedder()) as bench:
        one = search("own", asked, bench)
        follow_up = search("own", asked.model_copy(update={"turns": ("你好",)}), bench)
    assert one
    assert {candidate.gold for candidate in one.found} == {True, False}
    assert one.elsewhere == ()  # there is no other document
    assert follow_up is None


@pytest.mark.parametrize(
    ("features", "shipped"),
    [
        (fit_ranking.FEATURES, load_weights(aligned=False)),
        ((*fit_ranking.FEATURES, *fit_ranking.OF_TOKENS), load_weights(aligned=True)),
        ((*fit_answerability.FEATURES, "intercept"), load_judgement(aligned=False).weights),
        (
            (*fit_answerability.FEATURES, *fit_answerability.OF_TOKENS, "intercept"),
            load_judgement(aligned=True).weights,
        ),
    ],
)
def test_the_scripts_fit_the_features_that_are_shipped(features: tuple[str, ...], shipped: dict[str, float]) -> None:
    assert sorted(features) == sorted(shipped)


@pytest.mark.parametrize("path", [fit_ranking.WEIGHTS_FILE, fit_answerability.WEIGHTS_FILE])
def test_the_weights_are_written_where_the_product_reads_them(path: Path) -> None:
    assert json.loads(path.read_text(encoding="utf-8"))
