"""Shapes of questions and answers on the wire; the CLI's `--json` prints the same. No web framework in here."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

from assistant.model import Answer, AskRequest, Filters, GroundingReport, Mode, Role, Status

ASK_EXAMPLE: dict[str, Any] = {"question": "今年要新增多少家市级以上企业研发机构?由谁牵头?", "filters": {"year": 2018}}
ANSWER_EXAMPLE: dict[str, Any] = {
    "status": "answered",
    "answer": "年内新增市级以上企业研发机构120家。[1]\n\n责任单位:市科技局(牵头)[1]",
    "citations": [
        {
            "index": 1,
            "doc_id": "plan-2018",
            "title": "2018年工作要点",
            "doc_number": None,
            "issuer": "市人民政府",
            "region": "某市",
            "clause_id": "plan-2018#3.8",
            "path": ["三、增强企业自主创新能力", "8.推进企业研发机构建设"],
            "label": "第三部分第8条",
            "text": "8.推进企业研发机构建设。年内新增市级以上企业研发机构120家。(牵头单位:市科技局)",
            "quote": "年内新增市级以上企业研发机构120家。",
            "start": 5120,
            "end": 5138,
            "source_url": None,
        }
    ],
    "responsible_units": [{"name": "市科技局", "role": "lead", "inherited": False, "citation": 1}],
    "grounding": {"checked": 2, "supported": 2, "removed": []},
    "notices": ["该文件目标期为2018年,已到期"],
    "suggestions": [],
    "session_id": "s-1",
    "answer_id": "a-1",
    "mode": "extractive",
    "latency_ms": 12.3,
    "understood_as": "今年要新增多少家市级以上企业研发机构?由谁牵头?",
    "kind": "value",
}


def _number(value: object) -> object:
    if isinstance(value, (str, bool)):
        raise PydanticCustomError("number_type", "not a number")
    return value


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "not a string")
    return value


# JSON says what is a number and what is text; 2018 is not "2018", and a date is not a count of seconds.
Year = Annotated[int, Field(ge=1900, le=2200), BeforeValidator(_number)]
Limit = Annotated[int, Field(ge=1, le=100), BeforeValidator(_number)]
Day = Annotated[date, BeforeValidator(_text)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class Body(BaseModel):
    """What a client sends; a name that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shape(BaseModel):
    """What the service sends, read straight from the core's dataclasses."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class FiltersBody(Body):
    """Restrict the question to some documents."""

    region: Annotated[tuple[Name, ...], Field(max_length=50)] | None = None
    year: Year | None = None
    doc_id: Annotated[tuple[Name, ...], Field(max_length=200)] | None = None
    issuer: Annotated[tuple[Name, ...], Field(max_length=50)] | None = None

    def to_filters(self) -> Filters:
        return Filters(self.region or (), self.year, self.doc_id or (), self.issuer or ())


class AskBody(Body):
    """One question. `session_id` makes it a follow-up; `as_of` asks for the state of things on that day."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [ASK_EXAMPLE]})

    question: Annotated[str, Field(min_length=1, pattern=r"\S")]
    session_id: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    filters: FiltersBody | None = None
    as_of: Day | None = None
    stream: StrictBool | None = None

    def to_request(self, user: str, channel: str) -> AskRequest:
        filters = self.filters.to_filters() if self.filters else Filters()
        return AskRequest(self.question, self.session_id, filters, self.as_of, user, channel)


class CitationBody(Shape):
    """`[index]` in the answer; `text[start:end] == quote` in the document's canonical text."""

    index: int
    doc_id: str
    title: str
    doc_number: str | None
    issuer: str | None
    region: str | None
    clause_id: str
    path: tuple[str, ...]
    label: str
    text: str
    quote: str
    start: int
    end: int
    source_url: str | None


class UnitBody(Shape):
    """A responsible unit of a cited clause."""

    name: str
    role: Role
    inherited: bool
    citation: int


class GroundingBody(Shape):
    """How many claims were checked against the cited clauses, and what was taken out."""

    checked: int
    supported: int
    removed: tuple[str, ...]


class AnswerBody(Shape):
    """An answer with its sources. Every `[n]` in `answer` exists in `citations`."""

    model_config = ConfigDict(from_attributes=True, frozen=True, json_schema_extra={"examples": [ANSWER_EXAMPLE]})

    status: Status
    answer: str
    citations: tuple[CitationBody, ...]
    responsible_units: tuple[UnitBody, ...]
    grounding: GroundingBody = Field(default_factory=lambda: GroundingBody.model_validate(GroundingReport()))
    notices: tuple[str, ...]
    suggestions: tuple[str, ...]
    session_id: str
    answer_id: str
    mode: Mode
    latency_ms: float
    understood_as: str
    kind: str


def answer_body(answer: Answer) -> AnswerBody:
    """The answer as every edge shows it."""
    return AnswerBody.model_validate(answer)
