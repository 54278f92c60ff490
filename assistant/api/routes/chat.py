"""OpenAI-compatible `/v1/chat/completions` and `/v1/models`, with the references as text and as fields."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from assistant.api import asking
from assistant.api.access import Asker, Caller, Reader
from assistant.api.chat_schemas import (
    MODEL,
    ChatBody,
    CompletionBody,
    ModelBody,
    ModelsBody,
    chunk,
    closing,
    completion_body,
    last_chunk,
)
from assistant.api.problems import NOT_FOUND, ApiError
from assistant.api.state import Shared, State
from assistant.api.streaming import EventStream, guarded, started
from assistant.model import Answer, AskEvent, AskRequest, Delta, Done, Meta

router = APIRouter(prefix="/v1", tags=["openai"])

ModelId = Annotated[str, Path(min_length=1, max_length=200)]
CHANNEL = "openai"
_NOTHING_ASKED = Answer(status="clarify", answer="请输入要咨询的政策问题。")
# A follow-up leans on the turns just before it; replaying more costs time and tells nothing.
_REPLAYED = 2


@dataclass(frozen=True, slots=True)
class _Reply:
    """What all chunks of a reply share."""

    created: int
    page: str
    with_usage: bool


@router.get("/models")
async def list_models(caller: Reader) -> ModelsBody:
    """The one model there is: the assistant."""
    return ModelsBody(data=(ModelBody(id=MODEL),))


@router.get("/models/{model}")
async def show_model(model: ModelId, caller: Reader) -> ModelBody:
    """The assistant by its name."""
    if model != MODEL:
        raise ApiError(NOT_FOUND, f"没有名为“{model}”的模型,可用的是 {MODEL}。")
    return ModelBody(id=MODEL)


@router.post(
    "/chat/completions",
    response_model=CompletionBody,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def complete(body: ChatBody, request: Request, caller: Asker, state: Shared) -> CompletionBody | Response:
    """Answer the last user message of a conversation, whole or as `chat.completion.chunk` events."""
    questions, page = body.questions, str(request.base_url)
    reply = _Reply(int(state.clock().timestamp()), page, with_usage=body.wants_usage)
    if not questions and not body.stream:
        return completion_body(_NOTHING_ASKED, reply.created, page)
    if not questions:
        return EventStream(guarded(_chunks(_saying_nothing(), reply), request.scope))
    session_id = await _session(state, caller, questions[:-1])
    wanted = AskRequest(questions[-1], session_id, user=caller.user, channel=CHANNEL)
    if not body.stream:
        answer = await asking.ask(state, wanted)
        state.chats.put(caller.user, questions, answer.session_id)
        return completion_body(answer, reply.created, page)
    events = await started(asking.ask_stream(state, wanted))
    return EventStream(guarded(_chunks(_remembering(state, caller, questions, events), reply), request.scope))


async def _session(state: State, caller: Caller, earlier: Sequence[str]) -> str | None:
    """The session that holds the earlier turns; where there is none any more, they are asked again."""
    if not earlier:
        return None
    session_id = state.chats.take(caller.user, earlier)
    if session_id is None:
        for question in earlier[-_REPLAYED:]:
            answer = await state.assistant.ask(AskRequest(question, session_id, user=caller.user))
            session_id = answer.session_id
    return session_id


async def _remembering(
    state: State, caller: Caller, questions: Sequence[str], events: AsyncGenerator[AskEvent]
) -> AsyncGenerator[AskEvent]:
    async for event in events:
        if isinstance(event, Done):
            state.chats.put(caller.user, questions, event.answer.session_id)
        yield event


async def _saying_nothing() -> AsyncGenerator[AskEvent]:
    yield Delta(_NOTHING_ASKED.answer)
    yield Done(_NOTHING_ASKED)


async def _chunks(events: AsyncGenerator[AskEvent], reply: _Reply) -> AsyncGenerator[str]:
    completion_id, said = "chatcmpl", ""
    yield _data(chunk(completion_id, reply.created, {"role": "assistant", "content": ""}))
    async for event in events:
        match event:
            case Meta():
                completion_id = f"chatcmpl-{event.answer_id}"
            case Delta(text):
                said += text
                yield _data(chunk(completion_id, reply.created, {"content": text}))
            case Done(answer):
                rest = answer.answer.removeprefix(said) if answer.answer.startswith(said) else ""
                yield _data(chunk(completion_id, reply.created, {"content": rest + closing(answer, reply.page)}))
                yield _data(chunk(completion_id, reply.created, {}, last=answer))
                if reply.with_usage:
                    yield _data(last_chunk(completion_id, reply.created, answer))
    yield "data: [DONE]\n\n"


def _data(document: dict[str, object]) -> str:
    return f"data: {json.dumps(document, ensure_ascii=False)}\n\n"
