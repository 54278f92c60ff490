"""The datasets are data that the gate trusts: every gold quote, unit and fact is checked against the documents."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from eval.datasets.schema import Question
from eval.datasets.suites import (
    CITY_DOCUMENTS,
    COUNTY_DOCUMENTS,
    DATASETS,
    OFFLINE,
    OWN_DOCUMENTS,
    PLACE_DOCUMENTS,
    SHIPPED_DOCUMENTS,
    SPOKEN_DOCUMENTS,
    SUITES,
    TOWN_DOCUMENTS,
    DatasetBroken,
    load_suite,
    read_questions,
)

FILES = sorted({DATASETS / definition.file for definition in SUITES.values()})
NO_UNIT = "未明确"
UNIT_WINDOW = 2500  # characters around a gold quote: the longest clause of the documents, and its neighbours' list


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def document(stem: str) -> str:
    """The file as it is, without white space and markup."""
    invented = (OWN_DOCUMENTS, CITY_DOCUMENTS, PLACE_DOCUMENTS, TOWN_DOCUMENTS, COUNTY_DOCUMENTS, SPOKEN_DOCUMENTS)
    folders = (SHIPPED_DOCUMENTS, *invented)
    paths = [path for folder in folders for path in folder.glob(f"{stem}.*")]
    assert len(paths) == 1, f"one file is named {stem}, found {paths}"
    return squash(re.sub(r"<[^>]*>", "", paths[0].read_text(encoding="utf-8")))


def questions(path: Path) -> tuple[Question, ...]:
    return read_questions(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_gold_quote_stands_verbatim_in_its_document(path: Path) -> None:
    missing = [
        (question.id, gold.quote)
        for question in questions(path)
        for gold in question.gold
        if squash(gold.quote) not in document(gold.doc)
    ]
    assert missing == []


def _stands_near(unit: str, question: Question) -> bool:
    for gold in question.gold:
        text = document(gold.doc)
        at = text.find(squash(gold.quote))
        window = text[max(0, at - UNIT_WINDOW) : at + UNIT_WINDOW]
        # a list names the city once (市发展改革委、工业和信息化局): the restored prefix is not in the text
        if any(name in (text if unit in question.inherited else window) for name in (unit, unit.removeprefix("市"))):
            return True
    return False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_unit_is_named_in_the_clause_or_marked_as_inherited(path: Path) -> None:
    missing = [
        (question.id, unit)
        for question in questions(path)
        for units in question.units.values()
        for unit in units
        if not _stands_near(unit, question)
    ]
    assert missing == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_fact_of_an_answer_stands_in_a_gold_document(path: Path) -> None:
    missing = [
        (question.id, wordings)
        for question in questions(path)
        if question.gold and not {"ocr", "reworded"} & set(question.tags)
        for wordings in question.facts
        if NO_UNIT not in wordings
        and not any(squash(word) in document(gold.doc) for word in wordings for gold in question.gold)
    ]
    assert missing == []


def test_ids_and_questions_are_unique_over_all_files() -> None:
    every = [question for path in FILES for question in questions(path)]
    asked = Counter((question.question, question.turns, question.filters.model_dump_json()) for question in every)
    assert [key for key, count in asked.items() if count > 1] == []
    assert [key for key, count in Counter(question.id for question in every).items() if count > 1] == []


def test_the_development_set_is_as_large_and_varied_as_promised() -> None:
    shipped = questions(DATASETS / "shipped.jsonl")
    tags = Counter(tag for question in shipped for tag in question.tags)
    not_plainly_answered = [q for q in shipped if q.kind in ("refuse", "correct", "clarify")]
    assert len(shipped) >= 400
    assert len(not_plainly_answered) >= 50
    assert tags["follow_up"] >= 30
    assert tags["everyday"] >= 30
    assert tags["typo"] >= 20
    assert tags["issue"] == 6


def test_no_document_is_both_fitted_on_and_tested_on() -> None:
    splits: dict[str, set[str]] = {}
    for path in FILES:
        for question in questions(path):
            if len(question.documents) == 1:
                splits.setdefault(question.documents[0], set()).add(question.split)
    assert {doc: found for doc, found in splits.items() if len(found) > 1} == {}


def test_every_fit_question_asks_of_fit_documents_only() -> None:
    tested = {q.documents[0] for path in FILES for q in questions(path) if q.split == "test" and len(q.documents) == 1}
    leaks = [q.id for path in FILES for q in questions(path) if q.split == "fit" and tested & set(q.documents)]
    assert leaks == []


def test_the_halves_of_a_suite_are_the_suite() -> None:
    for name in OFFLINE:
        halves = [question.id for split in ("fit", "test") for question in load_suite(f"{name}-{split}").questions]
        assert sorted(halves) == sorted(question.id for question in load_suite(name).questions)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "a", "kind": "value", "question": "?", "expect": ["answered"], "split": "fit"}', "gold"),
        ('{"id": "a", "kind": "refuse", "question": "?", "expect": ["answered"], "split": "fit"}', "refused"),
        ('{"id": "a", "kind": "refuse", "question": "?", "expect": [], "split": "fit"}', "expect"),
        ('{"id": "a", "kind": "refuse", "question": "?", "expect": ["refused"], "split": "fit", "x": 1}', "x"),
        ("{", "第1行"),
    ],
)
def test_a_bad_line_is_refused_and_named(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(DatasetBroken, match=complaint):
        read_questions(path)


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    line = '{"id": "a", "kind": "refuse", "question": "?", "expect": ["refused"], "split": "fit"}\n'
    path = tmp_path / "twice.jsonl"
    path.write_text(line * 2, encoding="utf-8")
    with pytest.raises(DatasetBroken, match="重复"):
        read_questions(path)
