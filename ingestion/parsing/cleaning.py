"""From raw text to canonical text: one block a line, nothing but the document, every change on record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingestion.model import Edit, RawDocument, Span, Table, TableRow
from ingestion.numerals import to_int
from ingestion.parsing.chrome import frame
from ingestion.parsing.draft import Draft
from ingestion.parsing.wording import DOCUMENT_NOUNS, STOCK_HEADINGS

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\u00ad\ue000-\uf8ff]+"
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_EDGES = re.compile(r"(?m)^ +| +$")
_BLANK_LINES = re.compile(r"\n{2,}|\A\n+|\n+\Z")
_SPACED_DATE = re.compile(r"(?<=\d)(?<!附[件表录]\d)(?<!附[件表录]\d\d) (?=[年月日])|(?<=[年月]) (?=\d)")

# Character confusions that scanning makes where only one reading is possible
_ONE_POINT = re.compile(r"(?<![A-Za-z0-9])[Ll](?=\d{1,2}[万亿%％])")
_PERCENT_STOP = re.compile(r"(?<=\d)([%％])[oO0](?=[\u4e00-\u9fff（(\n]|\Z)")
_STOP = re.compile(r"(?<=[\u4e00-\u9fff])o(?=[（(\n]|\Z)")

_PAGE_MARK = re.compile(r"(?m)^(\d{1,3})、")
_SENTENCE_END = "。！？；：:;!?"
_TITLE_RUN_IN = re.compile(
    rf"\A([^，。；：\n]{{4,60}}?(?:{DOCUMENT_NOUNS}))(?=(?:为(?!期|止|主|准|例)|根据|按照|依据|现将)[^\n]{{20,}})"
)
_STOCK_RUN_IN = re.compile(rf"(?m)^([一二三四五六七八九十]{{1,3}}、(?:{STOCK_HEADINGS}))(?=[^\s，。；：、（(和与及的])")
_INLINE_SECTION = re.compile(r"(?<=[^\n、（(])(?=([一二三四五六七八九十]{1,3})、[\u4e00-\u9fff“])")
_INLINE_PAREN = re.compile(r"(?<=[^\n])(?=[（(]([一二三四五六七八九十]{1,3})[）)][\u4e00-\u9fff“])")
_ARTICLE_LINE = re.compile(r"(?m)^第[一二三四五六七八九十百零\d]{1,7}条[^\n]+")
_AFTER_SENTENCE = "。！？”）)…!"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The canonical text with its account, the title lines' span and what the page's metadata lines said."""

    text: str
    edits: tuple[Edit, ...]
    tables: tuple[Table, ...]
    title: Span
    properties: Mapping[str, str]
    repairs: int


def clean(raw: RawDocument) -> Cleaned:
    """Remove decoration, page marks and stray characters, rejoin broken lines; see `Draft.edits` for the account."""
    draft = Draft(raw.text)
    draft.substitute(_LINE_ENDS, "\n", "统一换行")
    draft.substitute(_INVISIBLE, "", "不可见字符")
    draft.substitute(_SPACES, " ", "合并空白")
    draft.substitute(_EDGES, "", "合并空白")
    draft.substitute(_BLANK_LINES, lambda m: "\n" if m.start() > 0 and m.end() < len(m.string) else "", "空行")
    draft.substitute(_SPACED_DATE, "", "日期中的空格")
    properties = dict(raw.properties)
    repairs = _drop_page_marks(draft)
    found = frame(draft.text.split("\n"), raw.title)
    title = _remove_decoration(draft, found.decoration, found.title)
    properties = {**found.properties, **properties}
    repairs += _repair_characters(draft)
    if _is_flattened(draft.text):
        title = _break_flattened(draft, title)
    elif not title.end:
        title = _break_title(draft)
    _break_articles(draft)
    tables = tuple(_move(t, draft) for t in raw.tables)
    return Cleaned(draft.text, draft.edits, tables, title, properties, repairs)


def _remove_decoration(draft: Draft, decoration: tuple[int, ...], title: range) -> Span:
    starts, at = [], 0
    lines = draft.text.split("\n")
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    spans = [Span(starts[i], starts[i] + len(lines[i])) for i in decoration]
    before = sum(len(lines[i]) + 1 for i in decoration if i < title.start)
    draft.remove_lines(spans, "网页装饰")
    if not title:
        return Span(0, 0)
    start = starts[title.start] - before
    return Span(start, start + starts[title.stop - 1] + len(lines[title.stop - 1]) - starts[title.start])


def _drop_page_marks(draft: Draft) -> int:
    """`2、` put at each page break by document-sharing sites: a run 1, 2, 3… whose lines break off mid-sentence."""
    marks = list(_PAGE_MARK.finditer(draft.text))
    run = [m for i, m in enumerate(marks) if int(m[1]) == i + 1]
    if len(run) < 3 or len(run) != len(marks):
        return 0
    broken = sum(draft.text[m.start() - 2 : m.start() - 1] not in _SENTENCE_END for m in run[1:])
    if broken * 2 <= len(run) - 1:
        return 0
    changes = [(m.start() - (1 if i else 0), m.end(), "") for i, m in enumerate(run)]
    draft.apply(changes, "页码标记")
    return len(changes)


def _repair_characters(draft: Draft) -> int:
    return (
        draft.substitute(_ONE_POINT, "1.", "识别错误")
        + draft.substitute(_PERCENT_STOP, lambda m: m[1] + "。", "识别错误")
        + draft.substitute(_STOP, "。", "识别错误")
    )


def _is_flattened(text: str) -> bool:
    """Whether headings run inside paragraphs: most 一、 stand in the middle of lines."""
    inline = [m for m in _INLINE_SECTION.finditer(text) if text[m.start() - 1] in _AFTER_SENTENCE]
    leading = re.findall(r"(?m)^[一二三四五六七八九十]{1,3}、", text)
    return len(inline) >= 2 and len(inline) > len(leading)


def _break_title(draft: Draft) -> Span:
    """A title run into the first sentence gets its own line."""
    match = _TITLE_RUN_IN.match(draft.text)
    if not match:
        return Span(0, 0)
    draft.apply([(match.end(), match.end(), "\n")], "分段")
    return Span(0, match.end())


def _break_flattened(draft: Draft, title: Span) -> Span:
    """Give every heading that follows the one before it in number a line of its own."""
    if not title.end:
        title = _break_title(draft)
    for pattern in (_INLINE_SECTION, _INLINE_PAREN):
        changes, expected = [], 1
        for match in pattern.finditer(draft.text):
            number = to_int(match[1])
            ends = draft.text[match.start() - 1] in _AFTER_SENTENCE
            stock = re.search(rf"[一二三四五六七八九十]、(?:{STOCK_HEADINGS})\Z", draft.text[: match.start()][-16:])
            if (ends or stock) and number in (expected, 1):
                changes.append((match.start(), match.start(), "\n"))
                expected = (number or 0) + 1
        draft.apply(changes, "分段")
    draft.substitute(_STOCK_RUN_IN, lambda m: m[1] + "\n", "分段")
    return title


def _break_articles(draft: Draft) -> None:
    """Items run into the line of their article (有下列情形之一的：（一）…；（二）…) get lines of their own."""
    changes: list[tuple[int, int, str]] = []
    for article in _ARTICLE_LINE.finditer(draft.text):
        expected, breaks = 1, []
        for match in _INLINE_PAREN.finditer(draft.text, article.start(), article.end()):
            before = draft.text[match.start() - 1]
            if to_int(match[1]) == expected and before in ("：:" if expected == 1 else "；;。"):
                breaks.append((match.start(), match.start(), "\n"))
                expected += 1
        changes += breaks if len(breaks) > 1 else []
    draft.apply(changes, "分段")


def _move(table: Table, draft: Draft) -> Table:
    def moved(span: Span) -> Span:
        start = draft.locate(span.start)
        return Span(start, max(start, draft.locate(max(span.start, span.end - 1)) + 1))

    rows = tuple(TableRow(moved(r.span), r.cells) for r in table.rows)
    return Table(moved(table.span), table.header, rows)
