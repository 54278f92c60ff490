"""Frozen types that cross module lines: what a policy document is once it has been read.

All offsets are in characters (code points). `Span`s index the *canonical text* of the document
(`Document.text`: cleaned, the text the page shows), so `document.text[span.start:span.end]` is always verbatim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Role = Literal["lead", "support", "responsible"]
ClauseKind = Literal[
    "preamble",  # text before the first numbered heading, addressees left out
    "part",  # an attached document or 附件 within one file; its own heading tree hangs below it
    "section",  # 一、 第一部分 第一编/章/节: a heading that holds others
    "item",  # （一） 1. （1） ① and the like
    "article",  # 第X条 of a regulation
    "paragraph",  # an unnumbered 款 or body paragraph
    "point",  # —— and other unnumbered list points
    "run_in",  # an unnumbered sub-heading inside a long paragraph: 推进X改革。……
    "row",  # a table row, citable together with its header
    "frame",  # title block with the number, or signature with the date; citable, never searched
]


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character range `[start, end)` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that cleaning made: `raw[start:end]` became `replacement` (empty: removed)."""

    start: int
    end: int
    replacement: str
    reason: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table; merged cells are filled in, so that each row reads alone."""

    span: Span
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`header` has one name a column (empty strings where the table names none)."""

    span: Span
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a loader makes of one file, before cleaning.

    `text` holds one block (paragraph, heading, table row with cells joined by " | ") a line.
    `properties` are the name/value pairs of a portal's metadata block (索引号, 发文机关, 发布日期 …), as written.
    `media_type` is one of text, markdown, html, docx, pdf, ofd, office.
    `notes` are human-readable remarks in Chinese about the reading (encoding guessed, page skipped …).
    """

    source: str
    media_type: str
    text: str
    encoding: str | None = None
    title: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """Where a document applies. Names carry their suffix (某某省, 某某市, 某某县, 某某镇); None where not stated."""

    province: str | None = None
    city: str | None = None
    county: str | None = None
    town: str | None = None

    @property
    def name(self) -> str | None:
        """The most specific name."""
        return self.town or self.county or self.city or self.province

    @property
    def names(self) -> tuple[str, ...]:
        """All names, widest first."""
        return tuple(n for n in (self.province, self.city, self.county, self.town) if n)


@dataclass(frozen=True, slots=True)
class SideMetadata:
    """What `metadata.toml` beside a file says of it: curated facts that the text cannot say. All optional."""

    doc_id: str | None = None
    title: str | None = None
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    region: Region | None = None
    aliases: tuple[str, ...] = ()
    source_url: str | None = None
    written: date | None = None
    published: date | None = None
    effective: date | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One policy. `id` is stable for a source; dates are None where the text does not state them."""

    id: str
    title: str
    text: str
    source: str
    media_type: str
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    region: Region | None = None
    level: Literal["national", "province", "city", "county", "town"] | None = None
    aliases: tuple[str, ...] = ()
    written: date | None = None  # 成文日期
    published: date | None = None  # 发布日期
    effective: date | None = None  # 施行日期
    expires: date | None = None  # 有效期至
    period: tuple[int, int] | None = None  # years the plan covers, inclusive
    topic: str | None = None  # 主题分类
    index_number: str | None = None  # 索引号
    addressees: str | None = None  # 主送机关, as written
    source_url: str | None = None

    @property
    def issuer(self) -> str | None:
        """The issuers as one phrase, or None."""
        return "、".join(self.issuers) or None


@dataclass(frozen=True, slots=True)
class Clause:
    """A citable node of the clause tree.

    `span` covers the clause with its heading and everything below it; `body` covers its own words only
    (heading line and text up to the first child). `path` lists the headings from the top down to this clause, as
    written and trimmed (`"8.推进企业研发机构建设"`); for a clause without a heading of its own, the opening words.
    `label` is how a person cites it (`第三部分第8条`). `ordinal` is reading order within the document.
    """

    id: str
    doc_id: str
    kind: ClauseKind
    number: str | None
    heading: str | None
    path: tuple[str, ...]
    label: str
    level: int
    ordinal: int
    span: Span
    body: Span
    parent_id: str | None = None
    header: tuple[str, ...] = ()  # a row's column names
    cells: tuple[str, ...] = ()  # a row's cells


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A unit answers for (part of) a clause.

    `name` is as written; `normalized` is for matching (工信部 -> 工业和信息化部, list prefixes restored:
    `市发展改革委、工业和信息化局` -> 市工业和信息化局). `span` is where the name was read; `scope` is the text it
    answers for (a sentence, a paragraph or the clause). `inherited`: said by a parent clause or a document-wide rule.
    `kind` is "assigned" for 责任单位 wordings and "mentioned" for running text (由X牵头, 办公室设在X). `of`: the words
    that say for what part alone (项目建设 of 项目建设牵头单位, 第3项 of 第3项由X负责).
    """

    clause_id: str
    name: str
    normalized: str
    role: Role
    span: Span
    scope: Span
    inherited: bool = False
    kind: Literal["assigned", "mentioned"] = "assigned"
    deadline: str | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator with its value: 全社会研发投入占比 达 2.81 % 到2018年底."""

    clause_id: str
    indicator: str
    value: str  # as written: 2.81, 1800, 1-2, 1.5万
    unit: str  # %, 家, 亿元 …
    qualifier: str  # 达 以上 突破 新增 力争 …, joined as written; may be empty
    deadline: str | None  # as written: 到2020年, 每年, 年内
    span: Span


RelationKind = Literal["based_on", "forwards", "amends", "repeals", "attaches", "mentions"]


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from this document to another, by number or title, with the sentence it was read from."""

    kind: RelationKind
    title: str | None
    doc_number: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """A parse diagnostic. `code` is a stable identifier (number-gap, empty-heading, long-clause …)."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document with everything that was read from it; what the knowledge base stores as a whole."""

    document: Document
    clauses: tuple[Clause, ...]
    responsibilities: tuple[Responsibility, ...] = ()
    targets: tuple[Target, ...] = ()
    relations: tuple[Relation, ...] = ()
    findings: tuple[Finding, ...] = ()
    raw_text: str = ""
    edits: tuple[Edit, ...] = ()
