"""Shapes of the OpenAI-compatible routes. What would steer a language model is accepted and has no effect."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.api.schemas import CitationBody, GroundingBody, Shape, UnitBody
from assistant.model import Answer, Citation, Role, Status

MODEL = "wenzheng"
ROLES: dict[Role, str] = {"lead": "牵头", "support": "配合", "responsible": "责任"}
_BREAKS = re.compile(r"\s*\n\s*")
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


class StreamOptionsBody(BaseModel):
    """`include_usage`: one more chunk at the end, with the tokens."""

    include_usage: StrictBool | None = None


class ChatBody(BaseModel):
    """A conversation; its last user message is answered, the ones before give context."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [CHAT_EXAMPLE]})

    messages: Annotated[list[MessageBody], Field(min_length=1, max_length=1000)]
    model: str = MODEL
    stream: StrictBool | None = None
    stream_options: StreamOptionsBody | None = None

    @property
    def wants_usage(self) -> bool:
        return bool(self.stream_options and self.stream_options.include_usage)

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


class UsageBody(Shape):
    """Tokens of the language model; none where the answer is an extract."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionBody(References):
    """`chat.completion` with the sources as extra fields."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: tuple[ChoiceBody, ...]
    usage: UsageBody


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


def completion_body(answer: Answer, created: int, page: str) -> CompletionBody:
    references = References.model_validate(answer)
    content = answer.answer + closing(answer, page)
    message = ReplyBody(content=content, citations=references.citations)
    return CompletionBody(
        **{name: getattr(references, name) for name in References.model_fields},
        id=f"chatcmpl-{answer.answer_id}",
        created=created,
        choices=(ChoiceBody(message=message),),
        usage=usage_of(answer),
    )


def chunk(completion_id: str, created: int, delta: dict[str, str], *, last: Answer | None = None) -> dict[str, object]:
    """One `chat.completion.chunk`; the last one carries the sources as data."""
    choice = {"index": 0, "delta": delta, "finish_reason": "stop" if last else None}
    references = References.model_validate(last).model_dump(mode="json") if last else {}
    head = {"id": completion_id, "object": "chat.completion.chunk", "created": created, "model": MODEL}
    return head | {"choices": [choice]} | references


def last_chunk(completion_id: str, created: int, answer: Answer) -> dict[str, object]:
    """What a client that asks for the usage gets after all other chunks."""
    usage = usage_of(answer).model_dump(mode="json")
    head = {"id": completion_id, "object": "chat.completion.chunk", "created": created, "model": MODEL}
    return head | {"choices": [], "usage": usage}


def usage_of(answer: Answer) -> UsageBody:
    counted = answer.trace.get("usage")
    read, written = (counted.get("input", 0), counted.get("output", 0)) if isinstance(counted, Mapping) else (0, 0)
    return UsageBody(prompt_tokens=read, completion_tokens=written, total_tokens=read + written)


def closing(answer: Answer, page: str) -> str:
    """What follows the answer where a client shows nothing but text, as Markdown: units, notices and sources.

    `page` is the address of the page, which opens a source at its quote.
    """
    blocks = [f"提示:{notice}" for notice in answer.notices]
    if unnamed := [unit for unit in answer.responsible_units if unit.name not in answer.answer]:
        named = "、".join(f"{unit.name}({ROLES[unit.role]})[{unit.citation}]" for unit in unnamed)
        blocks.insert(0, f"责任单位:{named}")
    if answer.citations:
        blocks.append("来源:\n" + "\n".join(f"- {_source(citation, page)}" for citation in answer.citations))
    return "".join(f"\n\n{block}" for block in blocks)


def _source(citation: Citation, page: str) -> str:
    number = f"({citation.doc_number})" if citation.doc_number else ""
    official = f" {citation.source_url}" if citation.source_url else ""
    place = f"{page}#/documents/{quote(citation.doc_id, safe='')}?at={citation.start}-{citation.end}"
    said = _BREAKS.sub(" ", citation.quote)
    return f"[{citation.index}] 《{citation.title}》{number}{citation.label}:“{said}” {place}{official}"
