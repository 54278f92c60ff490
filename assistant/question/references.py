"""Clauses named by number in a question: 第三部分第8条, 第十五条第二款第(三)项, 三、(二), 附件2, 4.4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import ClauseReference
from ingestion.numerals import to_int

_NUMERAL = r"(?:\d{1,4}|[〇零一二两三四五六七八九十百]{1,5})"
_HAN = r"[一二三四五六七八九十]{1,3}"
_KINDS = {
    "编": "part",
    "部分": "part",
    "大部分": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "款": "paragraph",
    "段": "paragraph",
    "自然段": "paragraph",
    "项": "item",
    "目": "any",
    "点": "any",
    "小点": "any",
    "小条": "any",
}
_STEP = re.compile(
    rf"第\s*\(?({_NUMERAL})\)?\s*(?:个|大|小)?"
    r"(部分|自然段|编(?!制)|章(?!程)|节(?![能约日假水点课])|条(?![件例线])|款(?![式项])|段(?!时|位)|项(?![目])|目(?![标前录])|点(?![击赞]))"
)
_TOLD = r"(?=的?(?:内容|原[文话句]|全文)|里|咋|怎么?|讲|说|写|规定|是(?:什么|啥|怎么)|呢)"
_BARE = re.compile(rf"(?<![第\d年个])(\d{{1,3}})(条){_TOLD}")
# without 第 in characters as well, right behind what has articles
_BEHIND = re.compile(rf"(?:(?<=条例)|(?<=办法)|(?<=规定)|(?<=细则)|(?<=规则)|(?<=[法》]))({_NUMERAL})(条){_TOLD}")
# 4.4, 第5.2.1条: the decimal number of a clause
_DECIMAL = re.compile(rf"(?<![\d.a-zA-Z])(?:第\s*)?(\d{{1,2}}(?:\.[1-9]\d?){{1,3}})(?:[条款节]|{_TOLD})")
_LAST = re.compile(r"最后一?(?:条|项|款|点|章|部分)")
_LIST = re.compile(rf"第\s*({_NUMERAL}(?:\s*[、,和]\s*{_NUMERAL})+)\s*(条|项|点|章|款)(?![件例目])")
_RANGE = re.compile(rf"第\s*({_NUMERAL})\s*(条|项|点)?\s*(?:到|至|-|~)\s*第?\s*({_NUMERAL})\s*(条|项|点)")
_OUTLINE = re.compile(
    rf"(?<![\d一二三四五六七八九十第])({_HAN})\s*、\s*(?:\(({_HAN})\)\s*、?(?:(\d{{1,2}})(?!\d|\.\d|[%年月日家个项名亿万]))?"
    rf"|(\d{{1,2}})(?!\d|[%年月日家个项名亿万]|\.\d))"
)
_SECTION = re.compile(rf"(?:^|[,。;:?!\s第的中看])({_HAN})、(?!{_HAN}[、,]|{_HAN}(?:是|产业|线|级|类|者))(?=[^\d\s(?])")
_PAREN = re.compile(rf"\(({_HAN}|\d{{1,2}})\)(?:\s*[、.]?\s*(\d{{1,2}})(?!\d|\.\d|[%年月日家个项名亿万]))?")
_ANNEX = re.compile(rf"附件\s*({_NUMERAL})")
_ORDER = ("annex", "part", "chapter", "section", "article", "top", "below", "paragraph", "paren", "item", "dot", "any")
_JOINT = re.compile(r"^[\s.]*(?:的|之|中|里|下|下面|、|,)?\s*(?:的)?\s*$")
_MAX_RANGE = 20


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference with where it stands in the question."""

    start: int
    end: int
    reference: ClauseReference


@dataclass(frozen=True, slots=True)
class _Step:
    start: int
    end: int
    steps: tuple[tuple[str, int], ...]


def find_references(text: str) -> list[FoundReference]:
    """Clause references in reading order; steps that follow each other inwards are one reference."""
    ranges = _find_ranges(text)
    steps = [s for s in _find_steps(text) if not any(r.start <= s.start < r.end for r in ranges)]
    found = [*ranges]
    chain: list[_Step] = []
    for step in steps:
        if chain and not _continues(text, chain[-1], step):
            found.append(_join(text, chain))
            chain = []
        chain.append(step)
    if chain:
        found.append(_join(text, chain))
    return sorted(found, key=lambda f: (f.start, f.reference.steps))


def _find_steps(text: str) -> list[_Step]:
    steps: list[_Step] = []
    for match in _DECIMAL.finditer(text):
        top, *below = match[1].split(".")
        _add(steps, match, [("top", top), *(("below", number) for number in below)])
    for match in [*_STEP.finditer(text), *_BARE.finditer(text), *_BEHIND.finditer(text)]:
        # 第(五)条 is what people call （五）
        _add(steps, match, [("item" if "(" in match.group() and match[2] == "条" else _KINDS[match[2]], match[1])])
    for match in _LAST.finditer(text):
        steps.append(_Step(match.start(), match.end(), (("any", -1),)))
    for match in _ANNEX.finditer(text):
        _add(steps, match, [("annex", match[1])])
    for match in _OUTLINE.finditer(text):
        _add(steps, match, [("section", match[1]), ("paren", match[2]), ("dot", match[3] or match[4])])
    for match in _PAREN.finditer(text):
        kind = "any" if match[1].isdigit() else "paren"
        _add(steps, match, [(kind, match[1]), ("dot", match[2])])
    for match in _SECTION.finditer(text):
        _add(steps, match, [("section", match[1])])
    return sorted(steps, key=lambda s: s.start)


def _add(steps: list[_Step], match: re.Match[str], written: Sequence[tuple[str, str | None]]) -> None:
    start = match.start(1) if match.re is _SECTION else match.start()
    if any(s.start < match.end() and start < s.end for s in steps):
        return
    numbers = [(kind, to_int(n)) for kind, n in written if n]
    read = tuple((kind, number) for kind, number in numbers if number is not None)
    if read:
        steps.append(_Step(start, match.end(), read))


def _continues(text: str, outer: _Step, inner: _Step) -> bool:
    if not _JOINT.match(text[outer.end : inner.start]) or "、" in text[outer.end : inner.start]:
        return False
    return _ORDER.index(outer.steps[-1][0]) < _ORDER.index(inner.steps[0][0])


def _join(text: str, chain: Sequence[_Step]) -> FoundReference:
    start, end = chain[0].start, chain[-1].end
    steps = tuple(step for part in chain for step in part.steps)
    return FoundReference(start, end, ClauseReference(text[start:end], steps))


def _find_ranges(text: str) -> list[FoundReference]:
    found: list[FoundReference] = []
    for match in _RANGE.finditer(text):
        first, last = to_int(match[1]), to_int(match[3])
        if first is None or last is None or not 0 <= last - first < _MAX_RANGE:
            continue
        kind = _KINDS[match[4]]
        found += [
            FoundReference(match.start(), match.end(), ClauseReference(match.group(), ((kind, n),)))
            for n in range(first, last + 1)
        ]
    for match in _LIST.finditer(text):
        numbers = [to_int(n.strip()) for n in re.split(r"[、,和]", match[1])]
        found += [
            FoundReference(match.start(), match.end(), ClauseReference(match.group(), ((_KINDS[match[2]], n),)))
            for n in numbers
            if n is not None
        ]
    return found
