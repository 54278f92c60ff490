"""Asks the assistant for a caller, and tells log, trace and metrics how it went."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace

import structlog

from assistant.api.state import State
from assistant.errors import AssistantError, InvalidRequest
from assistant.model import Answer, AskEvent, AskRequest, Done
from assistant.records import RecordedAnswer
from ingestion.errors import IngestionError

_REPLAYING = "replay"
log = structlog.get_logger(__name__)


async def ask(state: State, request: AskRequest) -> Answer:
    """The whole answer."""
    with state.metrics.asks_running.track_inprogress():
        try:
            answer = await state.assistant.ask(request)
        except (AssistantError, IngestionError) as error:
            state.metrics.saw_error(error)
            raise
    _tell(state, answer)
    return answer


async def ask_stream(state: State, request: AskRequest) -> AsyncGenerator[AskEvent]:
    """The events of an answer."""
    with state.metrics.asks_running.track_inprogress():
        try:
            async for event in state.assistant.ask_stream(request):
                if isinstance(event, Done):
                    _tell(state, event.answer)
                yield event
        except (AssistantError, IngestionError) as error:
            state.metrics.saw_error(error)
            raise


async def ask_again(state: State, kept: RecordedAnswer) -> Answer:
    """What the question of a recorded answer is answered with now; nothing of it is kept."""
    # A follow-up is asked in its completed form, since its session has moved on.
    question = kept.answer.understood_as or kept.request.question
    again = replace(kept.request, question=question, session_id=None, user=_REPLAYING, channel=None)
    try:
        answer = await state.assistant.ask(again)
    except InvalidRequest as exc:  # the region or document that it was restricted to is gone
        return Answer("refused", str(exc), understood_as=question)
    await state.assistant.forget(answer.session_id, again.user)
    return answer


def _tell(state: State, answer: Answer) -> None:
    state.tracing.saw_answer(answer)
    log.info("answer", status=answer.status, mode=answer.mode, answer_id=answer.answer_id, ms=round(answer.latency_ms))
