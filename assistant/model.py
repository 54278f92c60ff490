"""Frozen types of the assistant that cross module lines: a question as understood, evidence, a grounded answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ingestion.model import Clause, Document, Responsibility, Role, Span

Status = Literal["answered", "refused", "clarify"]
Mode = Literal["extractive", "llm"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Restricts an ask to some documents. Empty means no restriction."""

    region: tuple[str, ...] = ()
    year: int | None = None
    doc_id: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskRequest:
    """One question to the assistant. `user` scopes the session: a session id of another user is not found.

    `channel` says where it was asked (`web`, `api`, `telegram`, …); the answer to a question that came by a channel is
    kept for replay, one without is forgotten.
    """

    question: str
    session_id: str | None = None
    filters: Filters = field(default_factory=Filters)
    as_of: date | None = None
    user: str = "local"
    channel: str | None = None


QuestionKind = Literal[
    "value",  # how many, how much, by when
    "measure",  # what will be done, what is required, how
    "units",  # who is responsible
    "unit_tasks",  # everything a unit must do
    "article",  # the text of a named clause
    "list",  # list or outline: targets, tasks, sections
    "comparison",  # two or more regions or documents
    "document",  # facts of a document: number, issuer, date, in force?
    "small_talk",
    "out_of_scope",
]


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A place named in the question. `known`: the corpus has documents of it, of a place inside it or around it.

    `parents` are the places around it, widest first (province, then city, for a district). `subject` is False for a
    place that the question only mentions as an object (与某地园区合作): it restricts nothing.
    """

    written: str
    name: str  # full name with suffix where it could be told
    known: bool
    corrected_from: str | None = None  # the typo, where one was corrected
    parents: tuple[str, ...] = ()
    subject: bool = True


@dataclass(frozen=True, slots=True)
class ClauseReference:
    """A clause named by number: `第三部分第8条`, `第十五条第二款`, `三、(二)`; outermost first, digits normalised.

    Each step is (kind, number): kind is one of "part", "chapter", "section", "article", "paragraph", "item",
    "paren" (（一）), "dot" (1.), "annex" (附件2) or "any" where the wording leaves it open (第3点, （3）).
    A number of -1 is the last one (最后一条).
    """

    written: str
    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question asks, as far as it can be told without reading the documents' text.

    `text` is the completed question (follow-ups filled in, full width and traditional characters normalised, typos
    in names corrected). `terms` are the content words to search for with region, document and filler words left
    out; `expansions` maps a term to its synonyms. `doc_ids` are documents that the question names.
    """

    original: str
    text: str
    kind: QuestionKind
    regions: tuple[RegionMention, ...] = ()
    doc_ids: tuple[str, ...] = ()
    named_document: str | None = None  # title or number named in the question, known or not
    years: tuple[int, ...] = ()
    references: tuple[ClauseReference, ...] = ()
    units: tuple[str, ...] = ()  # normalised unit names found in the question
    unit_roles: tuple[Role, ...] = ()  # roles asked for (牵头 / 配合)
    asks_units: bool = False  # who is responsible is (also) asked
    terms: tuple[str, ...] = ()
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()  # numbers and dates that the question asserts (2.9%, 2019年6月)
    follow_up: bool = False
    focus: str = ""  # what a follow-up asks about in its own words, which count more than those of the last question
    notes: tuple[str, ...] = ()
    national: bool = False  # 国务院, 国家层面: documents of the national level are meant
    hinted_doc_ids: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()  # indicators of the corpus that the question names
    periods: tuple[tuple[int, int], ...] = ()  # 十三五 -> (2016, 2020)
    stated_numbers: tuple[str, ...] = ()  # every number with a measure in the question, asserted or presupposed
    document_facts: tuple[str, ...] = ()  # for kind "document": number, issuer, date, status, expiry, effective, title
    continuation: bool = False  # 还有呢: what was not told before
    context_doc_ids: tuple[str, ...] = ()
    context_clause_ids: tuple[str, ...] = ()
    sides: tuple[Understanding, ...] = ()  # what it asks of each of several things, as questions of their own
    asks: tuple[Understanding, ...] = ()  # the several things that it asks of one, as questions of their own
    otherwise: Understanding | None = None  # a follow-up as a case of what was told, where it finds nothing as it is


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the session as it was understood, and what its answer rested on."""

    understanding: Understanding
    doc_ids: tuple[str, ...] = ()  # cited documents, in order
    clause_ids: tuple[str, ...] = ()  # cited clauses, in order
    regions: tuple[str, ...] = ()  # regions of the cited documents
    status: Status = "answered"
    answer: str = ""  # as shown, for a language model that completes questions
    choices: tuple[str, ...] = ()  # what a clarifying reply offered, in order


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause that may bear the answer. `score` orders evidence within one retrieval; `sources` says who found it."""

    clause: Clause
    document: Document
    score: float
    sources: tuple[str, ...] = ()
    dense: float | None = None  # cosine to the question, -1..1
    lexical: float | None = None  # BM25


@dataclass(frozen=True, slots=True)
class Citation:
    """`[index]` in the answer. `start`/`end` index the document's canonical text and `text[start:end] == quote`."""

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
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class ResponsibleUnit:
    """A unit of a cited clause; `citation` is the index of that citation."""

    name: str
    role: Role
    inherited: bool
    citation: int


@dataclass(frozen=True, slots=True)
class GroundingReport:
    """How many claims were checked, how many stand in their cited clause, and which were taken out."""

    checked: int = 0
    supported: int = 0
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says. Every `[n]` in `answer` exists in `citations` and every citation is used."""

    status: Status
    answer: str
    citations: tuple[Citation, ...] = ()
    responsible_units: tuple[ResponsibleUnit, ...] = ()
    grounding: GroundingReport = field(default_factory=GroundingReport)
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    session_id: str = ""
    answer_id: str = ""
    mode: Mode = "extractive"
    latency_ms: float = 0.0
    understood_as: str = ""
    kind: QuestionKind = "measure"
    trace: Mapping[str, object] = field(default_factory=dict)  # stage timings, prompt hash, model, index version


@dataclass(frozen=True, slots=True)
class Meta:
    """First event of a streamed answer."""

    session_id: str
    answer_id: str
    understood_as: str


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of answer text that has passed the grounding gate and is never taken back."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """Last event: the whole answer."""

    answer: Answer


AskEvent = Meta | Delta | Done

__all__ = [
    "Answer",
    "AskEvent",
    "AskRequest",
    "Citation",
    "Clause",
    "ClauseReference",
    "Delta",
    "Document",
    "Done",
    "Evidence",
    "Filters",
    "GroundingReport",
    "Meta",
    "Mode",
    "QuestionKind",
    "RegionMention",
    "Responsibility",
    "ResponsibleUnit",
    "Role",
    "Span",
    "Status",
    "Turn",
    "Understanding",
]
