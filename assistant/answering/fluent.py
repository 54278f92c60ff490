"""The language model's part in a conversation: the words of a follow-up, of an answer, of a question back.

What rules and extracts say stands wherever the model fails, so nothing here raises ModelUnavailable. `Answer.trace`
comes back with what the model's part adds to it.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.llm import Setting, Ungrounded, Writer, Written
from assistant.errors import ModelUnavailable
from assistant.model import Answer, GroundingReport, Turn, Understanding
from assistant.question.followup import may_be_reworded
from prompts import load

if TYPE_CHECKING:
    from assistant.answering.extractive.draft import Draft

logger = logging.getLogger(__name__)

_TURNS_TOLD = 2  # earlier turns that a follow-up is completed from
Reword = Callable[[str], Awaitable[Understanding | None]]


def helps(draft: Draft, answer: Answer) -> bool:
    """Whether a model may word this answer better: not a refusal, a list or the text of an article."""
    if answer.status == "clarify":
        return bool(answer.suggestions)
    return draft.needs_model and answer.status == "answered"


def followup_prompt() -> str:
    """The hash of the prompt that completes follow-ups."""
    return load("followup").hash


async def complete(writer: Writer, ruled: Understanding, turns: Sequence[Turn], reword: Reword) -> Understanding:
    """A follow-up in the model's words, where `reword` finds that they ask for the same; else as rules completed it."""
    if not may_be_reworded(ruled, turns):
        return ruled
    told = [(turn.understanding.text, turn.answer) for turn in turns[-_TURNS_TOLD:]]
    try:
        wording = await writer.complete_followup(ruled.original, told)
    except ModelUnavailable as exc:
        logger.info("a follow-up is completed by rules alone: %s", exc)
        return ruled
    return (await reword(wording) if wording else None) or ruled


async def word(
    writer: Writer, question: str, draft: Draft, extract: Answer, setting: Setting, *, stream: bool
) -> AsyncGenerator[str | Answer, None]:
    """Pieces of text if `stream`, then the answer whole: in the model's words, or the extract with a notice."""
    if extract.status == "clarify":
        answer = await _ask_back(writer, question, extract)
        if stream:
            yield answer.answer
        yield answer
        return
    more = [replace(c, index=n) for n, c in enumerate(draft.material, len(extract.citations) + 1)]
    pieces = writer.stream(question, [*extract.citations, *more], extract.responsible_units, setting=setting)
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                if isinstance(piece, Written):
                    yield _written(extract, piece)
                elif stream:
                    yield piece
    except ModelUnavailable as exc:
        if stream:
            yield extract.answer
        yield _fallen_back(extract, exc)


async def _ask_back(writer: Writer, question: str, extract: Answer) -> Answer:
    """The choices offered in the model's words, where it names each and nothing else."""
    try:
        wording = await writer.clarify(question, extract.suggestions)
    except ModelUnavailable as exc:
        logger.info("choices are offered in fixed words: %s", exc)
        wording = None
    if wording is None:
        return replace(extract, trace={})
    trace: dict[str, object] = {"prompts": {"clarify": load("clarify").hash}, "model": writer.model}
    return replace(extract, answer=wording, mode="llm", trace=trace)


def _written(extract: Answer, written: Written) -> Answer:
    known = {c.clause_id: c.index for c in written.citations}
    before = {c.index: c.clause_id for c in extract.citations}
    units = tuple(
        replace(u, citation=known[before[u.citation]])
        for u in extract.responsible_units
        if before.get(u.citation) in known
    )
    trace: dict[str, object] = {
        "first_sentence_ms": round(written.first_sentence_ms, 2),
        "gate_ms": round(written.gate_ms, 2),
        "prompt": written.prompts["answer"],
        "prompts": dict(written.prompts),
        "model": written.model,
        "form": written.form,
        "usage": dict(written.usage),
    }
    return replace(
        extract,
        answer=written.text,
        citations=written.citations,
        responsible_units=units,
        grounding=written.report,
        mode="llm",
        trace=trace,
    )


def _fallen_back(extract: Answer, exc: ModelUnavailable) -> Answer:
    """The extract with a notice; the report tells what was taken out of the model's words, too."""
    trace: dict[str, object] = {}
    if isinstance(exc, Ungrounded):
        shown, removed = extract.grounding, exc.report.removed
        report = GroundingReport(shown.checked + len(removed), shown.supported, (*shown.removed, *removed))
        extract = replace(extract, grounding=report)
        trace["gate_ms"] = round(exc.gate_ms, 2)
    return replace(extract, notices=(*extract.notices, f"{exc}，以下为条款原文摘录"), trace=trace)
