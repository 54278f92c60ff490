"""Shapes of sessions, replays, opinions, gaps, upload jobs and the audit trail on the wire."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from assistant.api.schemas import AnswerBody, Body, Shape, answer_body
from assistant.model import Answer, Status
from assistant.records import RecordedAnswer, Vote

ClauseState = Literal["same", "changed", "gone"]


class TurnBody(Shape):
    """One question and its answer."""

    asked_at: datetime
    question: str
    answer: AnswerBody


class SessionBody(Shape):
    """A session's turns in order."""

    session_id: str
    turns: tuple[TurnBody, ...]


class ClauseVersionBody(Shape):
    """A cited clause, by the SHA-256 of its text then and now; `quote_stands`: its words are still there."""

    clause_id: str
    label: str
    hash_then: str
    hash_now: str | None
    state: ClauseState
    quote_stands: bool


class ReplayBody(Shape):
    """What was said and whether it would be said today: `today` is the answer to the same question now."""

    asked_at: datetime
    channel: str | None
    question: str
    answer: AnswerBody
    clauses: tuple[ClauseVersionBody, ...]
    said_today: bool
    today: AnswerBody


class FeedbackBody(Body):
    """👍 or 👎 for an answer."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"answer_id": "a-1", "vote": "down", "reason": "数字不对"}]},
    )

    answer_id: Annotated[str, Field(min_length=1, max_length=64)]
    vote: Vote
    reason: Annotated[str, Field(max_length=64)] | None = None
    comment: Annotated[str, Field(max_length=1000)] | None = None


class OpinionBody(Shape):
    """An opinion and the question whose answer it is about."""

    answer_id: str
    given_at: datetime
    vote: Vote
    reason: str | None
    comment: str | None
    question: str
    status: Status
    channel: str


class OpinionsBody(Shape):
    """The newest opinions first."""

    opinions: tuple[OpinionBody, ...]


class GapBody(Shape):
    """Alike questions that were refused or disliked; `channels` counts where they were asked."""

    question: str
    refused: int
    disliked: int
    last_asked_at: datetime
    reasons: tuple[str, ...]
    answer_ids: tuple[str, ...]
    channels: dict[str, int]


class GapsBody(Shape):
    """Gaps, most frequent first."""

    gaps: tuple[GapBody, ...]


class FileOutcomeBody(Shape):
    """What became of one uploaded file; `notes` are remarks of the reader and warnings of the parser."""

    source: str
    status: str
    doc_id: str | None
    title: str | None
    clauses: int
    reason: str | None
    notes: tuple[str, ...]


class JobBody(Shape):
    """An upload job. `failed` means that no file came in."""

    job_id: str
    made_at: datetime
    state: Literal["running", "done", "failed"]
    done: int
    total: int
    stage: str
    outcomes: tuple[FileOutcomeBody, ...]


class RemovalBody(Shape):
    """A removed document; `left` counts what is still found of it in each place, after looking again."""

    doc_id: str
    removed_clauses: int
    left: dict[str, int]


class AuditEntryBody(Shape):
    """One action that only staff may do."""

    at: datetime
    actor: str
    action: str
    subject: str
    outcome: str


class AuditBody(Shape):
    """The newest entries first."""

    entries: tuple[AuditEntryBody, ...]


def session_body(session_id: str, turns: list[RecordedAnswer]) -> SessionBody:
    return SessionBody(
        session_id=session_id,
        turns=tuple(
            TurnBody(asked_at=turn.asked_at, question=turn.request.question, answer=answer_body(turn.answer))
            for turn in turns
        ),
    )


def replay_body(kept: RecordedAnswer, texts_now: Mapping[str, str], today: Answer) -> ReplayBody:
    """`texts_now` holds the whole text of every cited clause that still exists."""
    versions = []
    for citation in kept.answer.citations:
        now = texts_now.get(citation.clause_id)
        state: ClauseState = "gone" if now is None else "same" if now.strip() == citation.text.strip() else "changed"
        versions.append(
            ClauseVersionBody(
                clause_id=citation.clause_id,
                label=citation.label,
                hash_then=_hash(citation.text),
                hash_now=None if now is None else _hash(now),
                state=state,
                quote_stands=now is not None and citation.quote in now,
            )
        )
    return ReplayBody(
        asked_at=kept.asked_at,
        channel=kept.request.channel,
        question=kept.request.question,
        answer=answer_body(kept.answer),
        clauses=tuple(versions),
        said_today=_substance(kept.answer) == _substance(today),
        today=answer_body(today),
    )


def _substance(answer: Answer) -> tuple[object, ...]:
    # Wording may vary where a language model writes; what is cited for it may not.
    words = answer.answer if answer.mode == "extractive" else ""
    return answer.status, answer.mode, words, tuple((c.clause_id, c.quote) for c in answer.citations)


def _hash(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()
