"""Draft questions for a person to accept: from documents by templates or a model, from what real people asked in vain.

A draft is never part of a dataset by itself. Someone reads it, mends it, sets `"accepted": true`, and `accept` appends
it after the same validation that every line of a dataset passes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ValidationError

import prompts
from eval.datasets.schema import Gold, Line, Question, Split
from eval.datasets.suites import DatasetBroken, read_questions
from eval.judged.judge import Judge, JudgeFailed
from eval.matching import plain

if TYPE_CHECKING:
    from assistant.records.gaps import Gap
    from ingestion.model import Clause, ParsedDocument, Target

_SENTENCE_END = "。;;\n"
_NUMBERING = re.compile(r"^[、.．)）\s]+")
_QUOTE_CHARS = 120
_ASKABLE = (8, 1200)  # characters of a clause that a model is asked about


class Draft(Line):
    """A question that may be good. `question` follows the schema as far as it is known."""

    source: Literal["template", "model", "gap"]
    why: str
    question: dict[str, Any]
    accepted: bool = False


class ModelDraft(BaseModel):
    """What the model is asked for."""

    question: str
    quote: str
    fact: str


def from_targets(parsed: ParsedDocument, stem: str, split: Split) -> Iterator[Draft]:
    """How much, for every indicator that was read."""
    clauses = {clause.id: clause for clause in parsed.clauses}
    for target in parsed.targets:
        clause = clauses.get(target.clause_id)
        if clause is None or not target.indicator:
            continue
        asked = f"{_place(parsed)}{target.deadline or ''}{target.indicator}的目标是多少?"
        yield _draft(
            "template",
            f"指标 {clause.label}",
            asked,
            kind="value",
            gold=[Gold(doc=stem, quote=_around(parsed, target))],
            facts=[[f"{target.value}{target.unit}"]],
            split=split,
        )


def from_responsibilities(parsed: ParsedDocument, stem: str, split: Split) -> Iterator[Draft]:
    """Who is responsible, for every clause whose units were read."""
    by_clause: dict[str, dict[str, list[str]]] = {}
    inherited: dict[str, list[str]] = {}
    for unit in parsed.responsibilities:
        if unit.kind == "assigned":
            by_clause.setdefault(unit.clause_id, {}).setdefault(unit.role, []).append(unit.name)
            if unit.inherited:
                inherited.setdefault(unit.clause_id, []).append(unit.name)
    for clause in parsed.clauses:
        if clause.id not in by_clause or not clause.heading:
            continue
        yield _draft(
            "template",
            f"责任单位 {clause.label}",
            f"{_place(parsed)}{_bare(clause)}由哪些单位负责?",
            kind="units",
            gold=[Gold(doc=stem, quote=clause.heading)],
            units=by_clause[clause.id],
            inherited=inherited.get(clause.id, []),
            asks_units=True,
            split=split,
        )


def from_articles(parsed: ParsedDocument, stem: str, split: Split) -> Iterator[Draft]:
    """What an article says, for every article of a regulation."""
    for clause in parsed.clauses:
        if clause.kind != "article":
            continue
        words = clause.span.of(parsed.document.text)
        yield _draft(
            "template",
            f"条文 {clause.label}",
            f"{parsed.document.title}{clause.label}怎么规定的?",
            kind="article",
            gold=[Gold(doc=stem, quote=_first_sentence(words))],
            split=split,
        )


async def from_model(parsed: ParsedDocument, stem: str, split: Split, judge: Judge, limit: int) -> AsyncIterator[Draft]:
    """What a model would ask about a clause; only drafts whose quote and fact stand in it are kept."""
    text = parsed.document.text
    askable = [clause for clause in parsed.clauses if _ASKABLE[0] < clause.body.end - clause.body.start < _ASKABLE[1]]
    for clause in askable[:limit]:
        words = clause.body.of(text)
        messages = prompts.load("judge_author").messages(title=parsed.document.title, clause=words)
        try:
            made = await judge.fill(messages, ModelDraft)
        except JudgeFailed:
            continue
        if made.fact.strip() and plain(made.quote) in plain(words) and plain(made.fact) in plain(made.quote):
            yield _draft(
                "model",
                clause.label,
                made.question,
                kind="value",
                gold=[Gold(doc=stem, quote=made.quote)],
                facts=[[made.fact]],
                split=split,
            )


def from_gaps(gaps: Iterable[Gap]) -> Iterator[Draft]:
    """What people asked and were refused, or disliked. Whether it can be answered is for a person to say."""
    for gap in gaps:
        why = f"拒答 {gap.refused} 次,差评 {gap.disliked} 次" + (f":{'、'.join(gap.reasons)}" if gap.reasons else "")
        yield _draft("gap", why, gap.question, kind="refuse", expect=["refused"], split="fit")


def accept(drafts: Path, dataset: Path) -> int:
    """Append the accepted drafts to a dataset; how many. Raises DatasetBroken, and then appends none."""
    try:
        lines = drafts.read_text(encoding="utf-8").splitlines()
        every = [Draft.model_validate_json(line) for line in lines if line.strip()]
        chosen = [Question.model_validate(draft.question) for draft in every if draft.accepted]
    except ValidationError as exc:
        raise DatasetBroken(f"{drafts.name}:{exc}") from exc
    known = {question.id for question in read_questions(dataset)} if dataset.exists() else set()
    repeated = sorted(known & {question.id for question in chosen})
    if repeated:
        raise DatasetBroken(f"编号已存在:{'、'.join(repeated)}")
    with dataset.open("a", encoding="utf-8") as file:
        file.writelines(question.model_dump_json(exclude_defaults=True) + "\n" for question in chosen)
    return len(chosen)


def write(drafts: Sequence[Draft], path: Path) -> None:
    path.write_text("".join(draft.model_dump_json() + "\n" for draft in drafts), encoding="utf-8")


def _draft(source: Literal["template", "model", "gap"], why: str, asked: str, **fields: Any) -> Draft:
    key = hashlib.sha256(asked.encode()).hexdigest()[:10]
    known = {"id": f"draft-{key}", "question": asked, "expect": ["answered"], **fields}
    gold = [item.model_dump() for item in fields.get("gold", ())]
    return Draft(source=source, why=why, question={**known, **({"gold": gold} if gold else {})})


def _place(parsed: ParsedDocument) -> str:
    region = parsed.document.region
    return (region.name or "") if region else ""


def _bare(clause: Clause) -> str:
    """A heading without its number."""
    heading = clause.heading or ""
    return _NUMBERING.sub("", heading.removeprefix(clause.number or "")) or heading


def _first_sentence(words: str) -> str:
    ends = [at for at in (words.find(mark) for mark in _SENTENCE_END) if at > 0]
    return words[: min(ends, default=len(words))][:_QUOTE_CHARS].strip()


def _around(parsed: ParsedDocument, target: Target) -> str:
    """The target's words with the rest of their clause part, for a quote that stands alone."""
    text = parsed.document.text
    start = max((text.rfind(mark, 0, target.span.start) for mark in "。;;,,\n"), default=-1) + 1
    return text[start : target.span.end].strip()
