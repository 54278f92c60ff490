"""Where a heading ends: on a line of its own, run into the text, or not there at all."""

from __future__ import annotations

import re

from ingestion.model import Span
from ingestion.parsing.wording import STOCK_HEADINGS

_OWN_LINE_MAX = 90
_RUN_IN_MAX = 48
_FIRST_SENTENCE = re.compile(r"[^。；;！？!?]{2,60}?[。！!](?=.)")
_SHORT_STOP = re.compile(r"[^。；;，,：:\d]{2,24}[。．]")
_STOCK = re.compile(rf"(?:{STOCK_HEADINGS})(?=[：:\s])[：:\s]?")
_COLON = re.compile(r"[^，,。；：:]{2,16}[：:](?=.)")
_ABOUT = re.compile(r"关于[^，,。；：:]{2,40}(?:问题|事项|工作)。")
_SPACED = re.compile(r"[^，,。；：:\s]{2,30} (?=.{20})")
# A first sentence that sets a figure, a case or a duty is the text itself
_RULES = re.compile(
    r"\d+(?:\.\d+)?\s*(?:[%％万亿家项名元人户件次岁亩日天年]|个?(?:工作日|月|小时)|分钟)|\d[:：]\d{2}"
    r"|的[，,]|[，,][^，,]*(?:应当|不得|不予|由|可以|免费)"
)
_QUESTION = re.compile(r"[^。]{2,120}?[？?](?=\s*答\s?[：:]|\s*$)|[^。？?]{2,80}[？?]")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]|《[^《》]*》")
_BRACKETED = re.compile(r"[（(【\[][^）)】\]]{2,24}[）)】\]]\s*")
_CLOSES_SENTENCE = re.compile(r"[。；;，,]$|[：:]$")
_VALUE = re.compile(r"\d+(?:\.\d+)?\s*[%％万亿个家项名人元件]|达到|不得|应当|按照")

# A run-in sub-heading: a short sentence without commas or figures that a longer passage follows
_SUBHEADING = re.compile(
    r"(?<=[。；])(?P<head>[\u4e00-\u9fffA-Za-z“”‘’《》、（）()·\-+]{4,24})。(?![（(][^）)]{0,200}(?:单位|部门|负责|牵头))(?=[^。\n]{18,})"
)
_SUBHEADING_MIN_BODY = 260
_LEAD = re.compile(r"[\u4e00-\u9fffA-Za-z“”《》、·+-]{4,20}。(?=.{20})")
_ENUMERATED = re.compile(r"[一二三四五六七八九十首其再最][是先次后者]")


def heading_of(line: str, start: int, *, family: str) -> tuple[Span | None, Span | None]:
    """Spans, within `line`, of the heading's words and of the text after it; `start` is where the number ends.

    Either may be None: a line that is all heading, or a clause that has none.
    """
    rest = line[start:]
    if not rest:
        return None, None
    if family == "article":
        match = _BRACKETED.match(rest)
        return _split(start, match.end(), len(line)) if match else (None, Span(start, len(line)))
    if not _CLOSES_SENTENCE.search(rest) and "。" not in rest and len(rest) <= _OWN_LINE_MAX and rest.count("；") == 0:
        return Span(start, len(line)), None
    if _SHORT_STOP.fullmatch(rest):
        return Span(start, len(line)), None
    for pattern in (_STOCK, _COLON if family != "dash" else _FIRST_SENTENCE, _SPACED):
        match = pattern.match(rest)
        if match and not _VALUE.search(match.group()):
            return _split(start, match.end(), len(line))
    if (match := _ABOUT.match(rest)) and match.end() < len(rest):
        return _split(start, match.end(), len(line))
    match = _FIRST_SENTENCE.match(rest)
    if match and match.end() <= _RUN_IN_MAX and not _RULES.search(_ASIDE.sub("", match.group())):
        return _split(start, match.end(), len(line))
    return None, Span(start, len(line))


def question_of(line: str, start: int) -> tuple[Span | None, Span | None]:
    """Spans of a question behind 问： and of the answer on the same line, which begins with 答： or a new sentence."""
    match = _QUESTION.match(line, start)
    return _split(start, (match.end() if match else len(line)) - start, len(line))


def subheadings(text: str) -> list[Span]:
    """Run-in sub-headings inside a long paragraph, as spans of their words; empty unless there are at least two."""
    if len(text) < _SUBHEADING_MIN_BODY:
        return []
    found = [Span(m.start("head"), m.end("head")) for m in _SUBHEADING.finditer(text) if _names(m["head"])]
    return found if len(found) >= 2 else []


def lead_sentence(paragraph: str) -> int | None:
    """The length of the short sentence that heads a paragraph of text (坚持问题导向。从…), stop included."""
    found = _LEAD.match(paragraph)
    return found.end() if found and _balanced(found.group()) else None


def _names(words: str) -> bool:
    """一是…, 二是… go on with the sentence before them and head nothing."""
    return _balanced(words) and not _ENUMERATED.match(words)


def _balanced(words: str) -> bool:
    return all(words.count(a) == words.count(b) for a, b in ("“”", "《》", "（）", "()"))


def _split(start: int, length: int, end: int) -> tuple[Span, Span | None]:
    return Span(start, start + length), Span(start + length, end) if start + length < end else None
