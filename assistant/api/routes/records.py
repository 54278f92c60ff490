"""Feedback, replay of answers, gaps and the audit trail."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from assistant.api import asking
from assistant.api.access import Admin, Asker, Staff
from assistant.api.problems import NOT_FOUND, ApiError
from assistant.api.reading import Reading, Reads
from assistant.api.record_schemas import (
    AuditBody,
    AuditEntryBody,
    FeedbackBody,
    GapBody,
    GapsBody,
    OpinionBody,
    OpinionsBody,
    ReplayBody,
    replay_body,
)
from assistant.api.state import Shared
from assistant.records import Opinion, Vote
from assistant.records.answers import owner_of

router = APIRouter(prefix="/v1", tags=["records"])
AnswerId = Annotated[str, Path(min_length=1, max_length=64)]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.post("/feedback", status_code=204)
async def give_feedback(body: FeedbackBody, caller: Asker, state: Shared) -> None:
    """👍 or 👎 with a reason; giving it again replaces it."""
    opinion = Opinion(body.answer_id, caller.user, body.vote, body.reason, body.comment)
    if not await state.assistant.run(state.records.opinions.give, opinion):
        raise ApiError(NOT_FOUND, "没有这条回答。")


@router.get("/feedback")
async def list_feedback(caller: Staff, state: Shared, vote: Vote | None = None, limit: Limit = 100) -> OpinionsBody:
    """What people thought of answers, newest first."""
    opinions = await state.assistant.run(state.records.opinions.newest, limit=limit, vote=vote)
    return OpinionsBody(opinions=tuple(OpinionBody.model_validate(opinion) for opinion in opinions))


@router.get("/answers/{answer_id}")
async def replay(answer_id: AnswerId, caller: Asker, state: Shared) -> ReplayBody:
    """What was said, from which clause versions, and whether it would be said today. For its asker and for staff."""
    kept = await state.assistant.run(state.records.answers.find, answer_id)
    if kept is None or (kept.request.user != owner_of(caller.user) and not caller.may("staff")):
        raise ApiError(NOT_FOUND, "没有这条回答。")
    cited = [citation.clause_id for citation in kept.answer.citations]
    texts = await Reads(state.assistant, state.clock)(Reading.texts, cited)
    return replay_body(kept, texts, await asking.ask_again(state, kept))


@router.get("/gaps")
async def list_gaps(caller: Staff, state: Shared, limit: Limit = 100) -> GapsBody:
    """Questions refused or disliked, alike ones together."""
    gaps = await state.assistant.run(state.records.opinions.gaps, limit=limit)
    return GapsBody(gaps=tuple(GapBody.model_validate(gap) for gap in gaps))


@router.get("/audit")
async def list_audit(caller: Admin, state: Shared, limit: Limit = 100) -> AuditBody:
    """What staff did, newest first, refused attempts included."""
    entries = await state.assistant.run(state.records.audit.newest, limit)
    return AuditBody(entries=tuple(AuditEntryBody.model_validate(entry) for entry in entries))
