"""Drafts quote the document, and only accepted ones that pass the schema reach a dataset."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.records.gaps import Gap
from eval.authoring import (
    Draft,
    accept,
    from_articles,
    from_gaps,
    from_model,
    from_responsibilities,
    from_targets,
    write,
)
from eval.datasets.schema import Question
from eval.datasets.suites import OWN_DOCUMENTS, DatasetBroken, read_questions
from eval.judged.judge import Message, Reply
from ingestion.loading import load
from ingestion.model import ParsedDocument
from ingestion.parsing import parse

HEALTHY = "临河-村级互助养老方案"
PARKING = "青岚-停车场管理办法"


def parsed(stem: str) -> ParsedDocument:
    return parse(load(OWN_DOCUMENTS / f"{stem}.txt"), doc_id=stem)


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("stem", "make", "least"),
    [(HEALTHY, from_targets, 3), (HEALTHY, from_responsibilities, 5), (PARKING, from_articles, 14)],
)
def test_a_template_draft_is_a_valid_question_with_a_quote_from_the_document(stem: str, make, least: int) -> None:  # type: ignore[no-untyped-def]
    drafts = list(make(parsed(stem), stem, "fit"))
    text = squash((OWN_DOCUMENTS / f"{stem}.txt").read_text(encoding="utf-8"))
    assert len(drafts) >= least
    for draft in drafts:
        question = Question.model_validate(draft.question)
        assert all(squash(gold.quote) in text for gold in question.gold)
        assert not draft.accepted


class Author:
    """A model that quotes the clause it was shown, or makes something up."""

    def __init__(self, *, honest: bool) -> None:
        self.honest = honest

    async def fill(self, messages: list[Message], model: type[Reply]) -> Reply:
        clause = messages[-1][1].split("条款:", 1)[1].split("\n\n请出", 1)[0]
        quote = clause.split("。")[0][:40] if self.honest else "补助一百万元"
        return model(question="多少?", quote=quote, fact=quote[:4])


@pytest.mark.parametrize(("honest", "kept"), [(True, 5), (False, 0)])
async def test_what_a_model_made_up_is_not_a_draft(*, honest: bool, kept: int) -> None:
    drafts = [draft async for draft in from_model(parsed(PARKING), PARKING, "fit", Author(honest=honest), limit=5)]
    assert len(drafts) == kept


def test_what_people_asked_in_vain_becomes_a_draft_to_think_about() -> None:
    gap = Gap("停车证怎么办?", 3, 1, datetime(2026, 1, 1, tzinfo=UTC), ("不准确",), ("a1",))
    draft = next(from_gaps([gap]))
    assert draft.question["question"] == "停车证怎么办?"
    assert "拒答 3 次" in draft.why


def test_only_accepted_drafts_are_appended(tmp_path: Path) -> None:
    drafts = list(from_articles(parsed(PARKING), PARKING, "fit"))[:3]
    chosen = [draft.model_copy(update={"accepted": number == 1}) for number, draft in enumerate(drafts)]
    write(chosen, tmp_path / "drafts.jsonl")
    dataset = tmp_path / "set.jsonl"
    assert accept(tmp_path / "drafts.jsonl", dataset) == 1
    assert [question.id for question in read_questions(dataset)] == [drafts[1].question["id"]]
    with pytest.raises(DatasetBroken, match="编号已存在"):
        accept(tmp_path / "drafts.jsonl", dataset)


def test_an_accepted_draft_that_breaks_the_schema_appends_nothing(tmp_path: Path) -> None:
    good = next(iter(from_articles(parsed(PARKING), PARKING, "fit"))).model_copy(update={"accepted": True})
    bad = Draft(source="gap", why="", question={"id": "x"}, accepted=True)
    write([good, bad], tmp_path / "drafts.jsonl")
    with pytest.raises(DatasetBroken):
        accept(tmp_path / "drafts.jsonl", tmp_path / "set.jsonl")
    assert not (tmp_path / "set.jsonl").exists()
    assert json.loads((tmp_path / "drafts.jsonl").read_text(encoding="utf-8").splitlines()[1])["accepted"]
