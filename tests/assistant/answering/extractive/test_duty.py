"""Which of the clauses that bear an answer names the units that are asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from assistant.answering.extractive import duty
from assistant.answering.extractive.desk import Desk
from assistant.retrieval.ranking import Ranked


def clause(name: str, score: float, best: float, cover: float | None = None) -> Ranked:
    evidence = SimpleNamespace(document=SimpleNamespace(id="doc"), clause=SimpleNamespace(id=name))
    said = SimpleNamespace(sentence=SimpleNamespace(text=name))
    features = {"best": best, "cover": best if cover is None else cover}
    ranked = SimpleNamespace(evidence=evidence, score=score, features=features, best=said, sentences=(said,))
    return cast(Ranked, ranked)


def asking(*roles: str, text: str = "", told: tuple[str, ...] = ()) -> Desk:
    return cast(Desk, SimpleNamespace(asked=SimpleNamespace(unit_roles=roles, text=text, context_clause_ids=told)))


@pytest.mark.parametrize(
    ("bearing", "meant"),
    [
        ((("a", 32.0, 0.8), ("b", 31.2, 0.94)), "b"),  # its sentence says clearly more of the question
        ((("a", 32.0, 0.9), ("b", 31.2, 0.94)), "a"),
        ((("none", 32.0, 0.9), ("b", 31.2, 0.88)), "b"),
        ((("none", 30.2, 0.7), ("b", 27.8, 0.7)), "b"),  # further off, where the best names none
        ((("a", 30.2, 0.7), ("b", 27.8, 0.9)), "a"),
        ((("none", 28.0, 0.05), ("b", 24.0, 0.05)), "none"),  # far behind
        ((("none", 32.0, 0.9), ("b", 31.2, 0.6)), "none"),
        ((("none", 32.0, 0.9), ("b", 31.2, 0.6, 0.8)), "b"),  # the heading above it says the rest
    ],
)
def test_of_clauses_about_as_good_the_one_that_names_units_is_meant(
    monkeypatch: pytest.MonkeyPatch, bearing: tuple[tuple[str, float, float, float], ...], meant: str
) -> None:
    monkeypatch.setattr(duty, "names_units", lambda _, ranked: ranked.evidence.clause.id != "none")
    monkeypatch.setattr(duty, "units_for", lambda _, at: (at, ["unit"]))
    among = duty.duty_among(asking(), [clause(*one) for one in bearing])
    assert among.evidence.clause.id == meant


def test_where_helpers_are_asked_for_a_clause_that_names_some_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty, "names_units", lambda *_: True)
    monkeypatch.setattr(duty, "duty_sentence", lambda *_: None)
    roles = {"alone": "responsible", "helped": "support"}
    monkeypatch.setattr(duty, "units_for", lambda _, at: (at, [SimpleNamespace(role=roles[at.id])]))
    bearing = [clause("alone", 32.0, 0.9), clause("helped", 31.0, 0.9)]
    assert duty.duty_among(asking("support"), bearing) is bearing[1]
    assert duty.duty_among(asking(), bearing) is bearing[0]


def test_of_clauses_that_fit_alike_one_with_the_verb_asked_for_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty, "names_units", lambda *_: True)
    monkeypatch.setattr(duty, "units_for", lambda _, at: (at, ["unit"]))
    bearing = [clause("做好相关工作", 32.0, 0.9), clause("是主管部门", 31.0, 0.9)]
    assert duty.duty_among(asking(text="谁主管?"), bearing) is bearing[1]
    assert duty.duty_among(asking(text="谁牵头?"), bearing) is bearing[0]


def test_who_answers_for_what_was_just_told_is_said_by_the_clause_that_told_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty, "names_units", lambda *_: True)
    monkeypatch.setattr(duty, "units_for", lambda _, at: (at, ["unit"]))
    bearing = [clause("told", 32.0, 1.0), clause("beside", 31.0, 1.2)]
    assert duty.duty_among(asking(told=("told",)), bearing) is bearing[0]
    assert duty.duty_among(asking(), bearing) is bearing[1]
