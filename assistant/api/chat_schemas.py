"""Shapes of the OpenAI-compatible routes. What would steer a language model is accepted and has no effect."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.api.schemas import CitationBody, GroundingBody, Shape, UnitBody
from assistant.model import Answer, Citation, Status

MODEL = "wenzheng"
CHAT_EXAMPLE: dict[str, Any] = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "要新增多少家市级以上企业研发机构?"}],
    "stream": False,
}


class PartBody(BaseModel):
    """A piece of a message; pieces that are not text have none."""

    type: str
    text: str | None = None


class MessageBody(BaseModel):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | Annotated[list[PartBody], Field(max_length=200)] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text).strip()
        return (self.content or "").strip()


class ChatBody(BaseModel):
    """A conversation; its last user message is answered, the ones before give context."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [CHAT_EXAMPLE]})

    messages: Annotated[list[MessageBody], Field(min_length=1, max_length=1000)]
    model: str = MODEL
    stream: StrictBool | None = None

    @property
    def questions(self) -> list[str]:
        """What the user asked, in order, without blank messages."""
        return [message.text for message in self.messages if message.role == "user" and message.text]


class References(Shape):
    """The sources of a reply, as data."""

    status: Status
    citations: tuple[CitationBody, ...]
    responsible_units: tuple[UnitBody, ...]
    grounding: GroundingBody
    notices: tuple[str, ...]
    session_id: str
    answer_id: str


class ReplyBody(Shape):
    """The assistant's message; the sources stand at its end in words."""

    role: Literal["assistant"] = "assistant"
    content: str
    citations: tuple[CitationBody, ...]


class ChoiceBody(Shape):
    """There is always one."""

    index: int = 0
    message: ReplyBody
    finish_reason: Literal["stop"] = "stop"


class CompletionBody(References):
    """`chat.completion` with the sources as extra fields."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: tuple[ChoiceBody, ...]


class ModelBody(Shape):
    """A model that clients can choose."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "wenzheng"


class ModelsBody(Shape):
    """The list of models."""

    object: Literal["list"] = "list"
    data: tuple[ModelBody, ...]


def completion_body(answer: Answer, created: int) -> CompletionBody:
    references = References.model_validate(answer)
    content = answer.answer + closing(answer)
    message = ReplyBody(content=content, citations=references.citations)
    return CompletionBody(
        **{name: getattr(references, name) for name in References.model_fields},
        id=f"chatcmpl-{answer.answer_id}",
        created=created,
        choices=(ChoiceBody(message=message),),
    )


def chunk(completion_id: str, created: int, delta: dict[str, str], *, last: Answer | None = None) -> dict[str, object]:
    """One `chat.completion.chunk`; the last one carries the sources as data."""
    choice = {"index": 0, "delta": delta, "finish_reason": "stop" if last else None}
    references = References.model_validate(last).model_dump(mode="json") if last else {}
    head = {"id": completion_id, "object": "chat.completion.chunk", "created": created, "model": MODEL}
    return head | {"choices": [choice]} | references


def closing(answer: Answer) -> str:
    """What follows the answer where a client shows nothing but text: notices and sources."""
    lines = [f"提示:{notice}" for notice in answer.notices]
    if answer.citations:
        lines += ["来源:", *(_source(citation) for citation in answer.citations)]
    return "\n\n" + "\n".join(lines) if lines else ""


def _source(citation: Citation) -> str:
    number = f"({citation.doc_number})" if citation.doc_number else ""
    link = f" {citation.source_url}" if citation.source_url else ""
    return f"[{citation.index}] 《{citation.title}》{number}{citation.label}:“{citation.quote}”{link}"
