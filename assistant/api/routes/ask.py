"""`POST /v1/ask`: one question, one grounded answer, whole or as Server-Sent Events."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from assistant.api import asking
from assistant.api.access import Asker
from assistant.api.schemas import AnswerBody, AskBody, answer_body
from assistant.api.state import Shared
from assistant.api.streaming import EventStream, frame, guarded, started
from assistant.model import AskEvent, Delta, Done, Meta

router = APIRouter(tags=["ask"])


@router.post(
    "/v1/ask",
    response_model=AnswerBody,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def ask(body: AskBody, request: Request, caller: Asker, state: Shared) -> AnswerBody | Response:
    """Ask a question. With `stream` the answer comes as events `meta`, `delta`…, `done`."""
    wanted = body.to_request(caller.user, caller.channel)
    if not body.stream:
        return answer_body(await asking.ask(state, wanted))
    events = await started(asking.ask_stream(state, wanted))
    return EventStream(guarded(_frames(events), request.scope))


async def _frames(events: AsyncGenerator[AskEvent]) -> AsyncGenerator[str]:
    async for event in events:
        match event:
            case Meta():
                yield frame("meta", json.dumps(asdict(event), ensure_ascii=False))
            case Delta(text):
                yield frame("delta", json.dumps({"text": text}, ensure_ascii=False))
            case Done(answer):
                yield frame("done", answer_body(answer).model_dump_json())
