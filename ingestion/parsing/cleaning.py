"""From raw text to canonical text: one block a line, nothing but the document, every change on record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingestion.model import Edit, RawDocument, Span, Table, TableRow
from ingestion.numerals import CIRCLED, to_int
from ingestion.parsing.chrome import frame
from ingestion.parsing.draft import Draft
from ingestion.parsing.numbering import read_marker
from ingestion.parsing.wording import DOCUMENT_NOUNS, STOCK_HEADINGS
from ingestion.parsing.wrapping import broken_lines
from ingestion.typesetting import RULES, STROKES

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
_PAGE_LINE = re.compile(
    r"(?m)^(?:[-—–―·]{1,2} ?(?P<dashed>\d{1,3}) ?[-—–―·]{1,2}"
    r"|第 ?\d{1,3} ?页(?:[ ,，/]*共 ?\d{1,3} ?页)?|(?P<bare>\d{1,3}))$"
)
_SENTENCE_END = "。！？；：:;!?"
_ENDS_LINE = _SENTENCE_END + "）)”》"
_TITLE_RUN_IN = re.compile(
    rf"\A([^，。；：\n]{{4,60}}?(?:{DOCUMENT_NOUNS}))(?=(?:为(?!期|止|主|准|例)|根据|按照|依据|现将)[^\n]{{20,}})"
)
_STOCK_RUN_IN = re.compile(rf"(?m)^([一二三四五六七八九十]{{1,3}}、(?:{STOCK_HEADINGS}))(?=[^\s，。；：、（(和与及的])")
_INLINE_SECTION = re.compile(r"(?<=[^\n、（(])(?=([一二三四五六七八九十]{1,3})、[\u4e00-\u9fff“])")
_INLINE_PAREN = re.compile(r"(?<=[^\n])(?=[（(]([一二三四五六七八九十]{1,3})[）)][\u4e00-\u9fff“])")
_SEMICOLONS = "；;"
# numbers of items that may be run into one line, outermost first; the marks before the first and before the others
_ITEMS = (
    (re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)](?=[\u4e00-\u9fff“《\d])"), "：:。", "；;。）)"),
    (re.compile(r"(?<!\d)(\d{1,2})[.．、](?=[\u4e00-\u9fff“《])"), "：:", _SEMICOLONS),
    (re.compile(r"[（(](\d{1,2})[）)](?=[\u4e00-\u9fff“《\d])"), "：:", _SEMICOLONS),
    (re.compile(rf"([{''.join(CIRCLED)}])(?=[\u4e00-\u9fff“《\d])"), "：:", _SEMICOLONS),
)
# a unit named behind the last item may answer for all of them
_NAMES_UNITS = re.compile(r"[（(【][^（）()]*(?:牵头|负责|配合|责任|落实)[^）)]*[）)】]。?$")
_RULE_LINE = re.compile(rf"(?m)^(?=.*[{STROKES}─━═_-])[\s{STROKES}+:_\-{RULES}]{{3,}}$\n?")
_ARTICLE_BEHIND_HEADING = re.compile(
    r"(?m)^第[一二三四五六七八九十\d]{1,3}[章节] ?[^，。；：、\n第]{1,30} "
    r"(?=第[一二三四五六七八九十百零\d]{1,7}条[ 【（(][^\n]{6})"
)
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
    if raw.media_type == "text":
        draft.apply([(start, end, "") for start, end in broken_lines(draft.text, raw.tables)], "断行")
    draft.substitute(_INVISIBLE, "", "不可见字符")
    draft.substitute(_SPACES, " ", "合并空白")
    draft.substitute(_EDGES, "", "合并空白")
    draft.substitute(_BLANK_LINES, lambda m: "\n" if m.start() > 0 and m.end() < len(m.string) else "", "空行")
    draft.substitute(_SPACED_DATE, "", "日期中的空格")
    draft.substitute(_RULE_LINE, "", "表格线")
    properties = dict(raw.properties)
    repairs = _drop_page_marks(draft) + _drop_page_lines(draft)
    found = frame(draft.text.split("\n"), raw.title)
    title = _remove_decoration(draft, found.decoration, found.title)
    properties = {**found.properties, **properties}
    repairs += _repair_characters(draft)
    if _is_flattened(draft.text):
        title = _break_flattened(draft, title)
    elif not title.end:
        title = _break_title(draft)
    if not title.end:
        title = _first_line(draft.text, raw.title)
    draft.substitute(_ARTICLE_BEHIND_HEADING, lambda m: m.group()[:-1] + "\n", "分段")
    _break_items(draft)
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


def _drop_page_lines(draft: Draft) -> int:
    """Lines that only number a page (— 3 —, 第3页 共9页; a bare 3 where it counts on), and the breaks they made."""
    changes: list[tuple[int, int, str]] = []
    page = 0
    text = draft.text
    for match in _PAGE_LINE.finditer(text):
        number = int(match["dashed"] or match["bare"] or page + 1)
        if match["bare"] and not 0 < page < number <= page + 2:
            continue
        page = number
        above = text[: max(match.start() - 1, 0)].rpartition("\n")[2]
        below = text[match.end() + 1 :].partition("\n")[0]
        broken = len(above) > 10 and above[-1] not in _ENDS_LINE and below and not read_marker(below)
        start = match.start() - 1 if broken and match.start() else match.start()
        changes.append((start, min(match.end() + 1, len(text)), ""))
    draft.apply(changes, "页码标记")
    return len(changes)


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


def _first_line(text: str, known: str | None) -> Span:
    """A first line of a few words names the document where nothing else does."""
    line, rest, _ = text.partition("\n")
    names = known is None and rest and 4 <= len(line) <= 40 and not re.search(r"[。；：，,:|]", line)
    return Span(0, len(line)) if names and not read_marker(line) else Span(0, 0)


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


def _break_items(draft: Draft) -> None:
    """Items run into one line (有下列情形之一的：（一）…；（二）…, or a line that is itself 1.…；2.…) get lines."""
    for number, opens, parts in _ITEMS:
        changes: list[tuple[int, int, str]] = []
        at = 0
        for line in draft.text.split("\n"):
            changes += [(at + place, at + place, "\n") for place in _item_breaks(line, number, opens, parts)]
            at += len(line) + 1
        draft.apply(changes, "分段")


def _item_breaks(line: str, number: re.Pattern[str], opens: str, parts: str) -> list[int]:
    """Where the items of a line begin; empty where they do not count on from one, or a quotation gives them."""
    opening = number.match(line)
    if (opening and to_int(opening[1]) != 1) or (_NAMES_UNITS.search(line) and "）" not in parts):
        return []
    found: list[int] = []
    expected = 2 if opening else 1
    for match in number.finditer(line, 1):
        before, quoted = line[match.start() - 1], line.count("“", 0, match.start()) > line.count("”", 0, match.start())
        if to_int(match[1]) == expected and before in (opens if expected == 1 else parts) and not quoted:
            found.append(match.start())
            expected += 1
    if expected < 3:
        return []
    behind = line.find("。", found[-1]) + 1  # what follows the last item speaks of all of them
    goes_on = behind and line[behind:] and "。" not in line[found[0] : found[-1]]
    return [*found, behind] if goes_on and parts == _SEMICOLONS else found


def _move(table: Table, draft: Draft) -> Table:
    def moved(span: Span) -> Span:
        start = draft.locate(span.start)
        return Span(start, max(start, draft.locate(max(span.start, span.end - 1)) + 1))

    rows = tuple(TableRow(moved(r.span), r.cells) for r in table.rows)
    return Table(moved(table.span), table.header, rows)
