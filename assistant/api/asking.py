"""Asks the assistant for a caller, and tells log, trace and metrics how it went."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import structlog

from assistant.api.state import State
from assistant.errors import AssistantError
from assistant.model import Answer, AskEvent, AskRequest, Done
from ingestion.errors import IngestionError

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


def _tell(state: State, answer: Answer) -> None:
    state.tracing.saw_answer(answer)
    log.info("answer", status=answer.status, mode=answer.mode, answer_id=answer.answer_id, ms=round(answer.latency_ms))
