"""`/v1/sessions/{id}`: what was said in a session, and forgetting it. Sessions of others are not found."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from assistant.api.access import Reader
from assistant.api.record_schemas import SessionBody, session_body
from assistant.api.state import Shared
from assistant.errors import SessionNotFound

router = APIRouter(prefix="/v1/sessions", tags=["sessions"])
SessionId = Annotated[str, Path(min_length=1, max_length=128)]


@router.get("/{session_id}")
async def show(session_id: SessionId, caller: Reader, state: Shared) -> SessionBody:
    """The session's questions and answers in order."""
    turns = await state.assistant.run(state.records.answers.session, session_id, caller.user)
    if not turns:
        raise SessionNotFound("没有这个会话。")
    return session_body(session_id, turns)


@router.delete("/{session_id}", status_code=204)
async def forget(session_id: SessionId, caller: Reader, state: Shared) -> None:
    """Forget the session: its context, its answers and the opinions of them."""
    erased = await state.assistant.run(state.records.answers.forget_session, session_id, caller.user)
    if not await state.assistant.forget(session_id, caller.user) and not erased:
        raise SessionNotFound("没有这个会话。")
