"""Links between documents: what a text is based on, forwards, amends, repeals, attaches or mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingestion.model import Clause, Document, Relation, RelationKind, Span
from ingestion.parsing.validity import Status, Validity, read_validity, status_of

__all__ = ["Status", "Validity", "read_relations", "read_validity", "status_of"]

_SENTENCE = re.compile(r"[^。！？!?\n；;]+[。！？!?；;]?")
_NUMBER = (
    r"(?:[\u4e00-\u9fff]{1,10}[〔\[（(［]\s*\d{4}\s*[〕\]）)］]\s*第?\s*\d+\s*号"
    r"|[\u4e00-\u9fff]{2,12}令(?:[〔\[（(]\d{4}[〕\]）)])?\s*第?\s*\d+\s*号|第\s*\d+\s*号令)"
)
_REFERENCE = re.compile(
    rf"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》(?:\s*[（(]\s*(?P<number>{_NUMBER})[^（()）]*[）)])?|(?P<bare>{_NUMBER})"
)
# the characters in front of a number that belong to the sentence, not to the number
_BEFORE_NUMBER = re.compile(r"^.*(?:依据|根据|按照|依照|落实|贯彻|文件|原|和|及|与|、|对|将|以|的|关于)")
_SHORT_FOR = re.compile(r"以下(?:统称|简称|称)[“\"]?《?")
_SHORTEST_TITLE = 5


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that, before or after a reference in its sentence, say how this document stands to it."""

    kind: RelationKind
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    opening_only: bool = False


# between a reference and the words about it: 等文件, further references, numbers
_AFTER = r"^[）)]?(?:文件|等|的通知|[、和及以与，,]|《[^》]*》|[（(][^）)]*[）)]|\s)*"
_FURTHER = r"(?:《[^》]*》(?:[（(][^）)]*[）)])?[、和及]?)*$"
_CUES: tuple[_Cue, ...] = (
    _Cue(
        "repeals",
        after=re.compile(
            _AFTER
            + r"(?:自[^，。]{2,20}起)?(?:同时|即行|一并|均|现?予以|相应)*(?:废止|失效|停止执行|不再执行|不再施行)"
        ),
    ),
    _Cue("repeals", before=re.compile(rf"(?<![或者])(?:废止|宣布失效|停止执行)[的了]?[：:]?原?{_FURTHER}")),
    _Cue(
        "amends",
        after=re.compile(
            _AFTER + r"(?:第[^，。]{1,12}条)?(?:作[出以了]?(?:如下|以下)?(?:修改|修订|修正)"
            r"|的?(?:部分)?(?:内容|条款|规定)?(?:予以|进行)?(?:修改|修订|调整)(?:如下|为))"
        ),
    ),
    _Cue(  # a part of it is no longer in force: 中的名单同时停止执行
        "amends",
        after=re.compile(
            _AFTER + r"中?的?[^，。；]{1,16}?(?:同时|即行|一并|相应|予以)*(?:废止|停止执行|不再执行|失效)"
        ),
    ),
    _Cue("amends", before=re.compile(r"(?:决定|关于|现)对?(?:修改|修订|修正)原?$")),
    _Cue("forwards", before=re.compile(r"(?:转发|批转)[^。，《》]{0,40}$"), opening_only=True),
    _Cue("forwards", after=re.compile(r"^[^。《]{0,60}(?:现(?:予以|予)?(?:转发|批转)|(?:转发|批转)给你们)")),
    _Cue("attaches", before=re.compile(r"(?:印发|发布|公布)(?!的)[^。，《]{0,20}$"), opening_only=True),
    _Cue(
        "attaches",
        after=re.compile(r"^[^。《]{0,60}现?(?:予以)?(?:印发|公布|发布)(?:给你们|如下|。|，|,|实施|施行|执行)"),
    ),
    _Cue(
        "based_on",
        before=re.compile(
            r"(?:(?<![要应当格续])(?:根据|依据|依照|按照|遵照)|为[^，。]{0,12}(?:贯彻|落实|执行|推进实施)[^。]{0,60})[^。；]*$"
        ),
        opening_only=True,
    ),
)
_MAKING = re.compile(
    r"制定(?:本|了|如下)|特制定|现(?:就|提出|将|印发|批复)|提出(?:以下|如下|本)|(?:批复|通知|答复)如下|批准，?授予"
)
_LISTED: dict[RelationKind, re.Pattern[str]] = {
    "repeals": re.compile(
        r"(?:废止|失效|停止执行)[^，。]{0,6}(?:下列|以下|如下)|(?:下列|以下)[^，。]{0,14}(?:废止|失效|停止执行)"
        r"|(?<!修改)(?<!修改[、和或])(?:废止|失效|停止执行)的[^，。和、]{0,12}(?:文件|办法|规定|目录|清单)$"
    ),
    "amends": re.compile(
        r"(?:修改|修订|修正)[^，。]{0,6}(?:下列|以下|如下)|(?:下列|以下)[^，。]{0,14}(?:修改|修订|修正)"
    ),
}
_STRENGTH: dict[RelationKind, int] = {
    "repeals": 0, "amends": 1, "forwards": 2, "attaches": 3, "based_on": 4, "mentions": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reference:
    title: str | None
    number: str | None
    span: Span


def read_relations(text: str, clauses: Sequence[Clause], document: Document) -> list[Relation]:
    """Every other document that this one names, once each, with the strongest link and its sentence."""
    opening = _opening(clauses, len(text))
    found: dict[str, Relation] = {}
    for sentence in _SENTENCE.finditer(text):
        span = _trimmed(text, Span(sentence.start(), sentence.end()))
        for reference in _references(text, span):
            kind = _kind(text, span, reference, opening)
            if kind == "mentions":
                kind = _kind_of_list(clauses, span) or kind
            relation = Relation(kind, reference.title, reference.number, span)
            # a regulation made anew repeals the one of the same name before it
            if _is_own(reference, document) and relation.kind != "repeals":
                continue
            known = found.get(key := _key(reference))
            if known is None or _STRENGTH[relation.kind] < _STRENGTH[known.kind]:
                number = relation.doc_number or (known.doc_number if known else None)
                found[key] = Relation(relation.kind, relation.title, number, relation.span)
            elif known.doc_number is None:
                found[key] = replace(known, doc_number=relation.doc_number)
    return sorted(found.values(), key=lambda relation: relation.span.start)


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip()))


def _references(text: str, sentence: Span) -> Iterator[_Reference]:
    for found in _REFERENCE.finditer(text, sentence.start, sentence.end):
        span = Span(found.start(), found.end())
        if bare := found["bare"]:
            yield _Reference(None, _tidy_number(_BEFORE_NUMBER.sub("", bare)), span)
            continue
        title = found["title"].strip()
        number = _tidy_number(found["number"]) if found["number"] else None
        abbreviation = _SHORT_FOR.search(text, max(sentence.start, span.start - 8), span.start + 1)
        if abbreviation is None and (number or len(title) >= _SHORTEST_TITLE):
            yield _Reference(title, number, span)


def _tidy_number(number: str) -> str:
    """国发[2018] 5号 -> 国发〔2018〕5号."""
    tidy = re.sub(r"\s", "", number)
    return re.sub(r"[〔\[（(［](\d{4})[〕\]）)］]", r"〔\1〕", tidy)


def _key(reference: _Reference) -> str:
    return reference.title or reference.number or ""


def _is_own(reference: _Reference, document: Document) -> bool:
    """The document's own title or number; a part of the title counts (关于印发《X》的通知 attaches X all the same)."""
    if reference.number is not None and document.doc_number is not None:
        return reference.number == _tidy_number(document.doc_number)
    return reference.title is not None and reference.title == document.title


def _opening(clauses: Sequence[Clause], end: int) -> int:
    """Where the first numbered heading begins; a regulation's 第一条 still states what it is based on."""
    heads = [c for c in clauses if c.kind in {"section", "item", "article"}]
    if not heads:
        return end
    first = min(heads, key=lambda c: c.span.start)
    return first.span.end if first.kind == "article" else first.span.start


def _kind_of_list(clauses: Sequence[Clause], sentence: Span) -> RelationKind | None:
    """What the heading says of the documents listed below it: 一、废止下列文件, 二、对下列文件作出修改."""
    holders = [c for c in clauses if c.span.contains(sentence)]
    for words in (word for c in holders for word in c.path[:-1]):
        for kind, listed in _LISTED.items():
            if listed.search(words):
                return kind
    return None


def _kind(text: str, sentence: Span, reference: _Reference, opening: int) -> RelationKind:
    before = text[sentence.start : reference.span.start]
    after = text[reference.span.end : sentence.end]
    opens = reference.span.start < opening or bool(_MAKING.search(sentence.of(text)))
    for cue in _CUES:
        if cue.opening_only and not opens:
            continue
        if (cue.before and cue.before.search(before)) or (cue.after and cue.after.search(after)):
            return cue.kind
    return "mentions"
