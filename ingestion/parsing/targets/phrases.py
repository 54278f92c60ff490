"""One piece of a sentence: `新增高新技术企业200家`, `引进8个顶尖团队`, `A率和B率分别达90%和80%`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingestion.model import Span
from ingestion.parsing.targets.wording import AIMED, COMPARISONS, DEADLINE, GOAL_VERBS, MEASURE, NOT_COUNTED, WISHES

_LONGEST_INDICATOR = 48
_LEAD = re.compile(rf"^(?:{WISHES}|{GOAL_VERBS})")
_FILLER = re.compile(
    r"^(?:[\s—\-·]+|使|要|将|并|再|全力|其中|同时|重点|大力|着力|积极|进一步|继续|加快|加强|分别|全[市省县区](?=新建|新增|布局|培育|建成|引进))"
)
_COMPARING = re.compile(rf"(?:{COMPARISONS}|每年|年均|分别|数量|力争)$")
_ACTS = re.compile(rf"(?:{WISHES}|{GOAL_VERBS})(?:由|以)?$")
_ENDS_LIST = re.compile(r"等$")
_TRAILING = re.compile(r"^\s*(?:以?[。！？!?）)o]|$)")
_NOUN = re.compile(r"^(?:的)?(?P<noun>[^，,。；;、：:]{2,40}?)(?:用于|组成|来[\u4e00-\u9fff]|建设发展|为骨干|、|$)")
_SHARED = re.compile(
    r"(?:占[\u4e00-\u9fffA-Za-z&]*?)?(?:比重|比例|占比|率|总量|总额|数量|规模|总数|收入|产值|增加值|人数)$"
)
_ADJECTIVE = re.compile(r"^(?:国家级|省级|市级|区级|县级|省市级|国家|省|市)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A target as read from one piece; `verb` is what it begins with, for the items of a list after it."""

    indicator: str
    value: str
    unit: str
    qualifier: str
    span: Span
    verb: str = ""
    deadline: str | None = None


def read_piece(text: str, piece: Span, *, expected: bool, verb: str = "") -> list[Phrase]:
    """The targets of a piece; `expected` when a deadline or an earlier target makes a bare `科技小巨人企业3家` one."""
    measures = [
        m for m in MEASURE.finditer(text, piece.start, piece.end) if not _inside_brackets(text, piece, m.start())
    ]
    if not measures:
        return []
    if len(measures) > 1 and "分别" in text[piece.start : measures[0].start()]:
        return _respectively(text, piece, measures)
    last = measures[-1]
    if _TRAILING.match(text[last.end() : piece.end]):
        found = _value_last(text, piece, last, expected=expected, verb=verb)
        return _each(found) if found else []
    found = _value_first(text, piece, measures[0], expected=expected, verb=verb)
    return [found] if found else []


def _inside_brackets(text: str, piece: Span, at: int) -> bool:
    before = text[piece.start : at]
    return any(
        before.count(opening) > before.count(closing) for opening, closing in ("（）", "()", "《》", "“”", "〔〕")
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """The words before a value, taken apart."""

    verb: str
    subject: str
    comparison: str
    deadline: str | None
    start: int


def _take_apart(text: str, start: int, end: int) -> _Head:
    """Strip time and goal verbs from the front, comparisons from the back; what is left names the indicator."""
    deadline: str | None = None
    verbs: list[str] = []
    begin = None
    while start < end:
        if time := DEADLINE.match(text, start, end):
            deadline = f"{deadline}{time.group()}" if deadline else time.group()
            start = time.end()
        elif filler := _FILLER.match(text[start:end]):
            start += filler.end()
        elif (lead := _LEAD.match(text[start:end])) and not text[start + lead.end() : end][:1].isdigit():
            begin = start if begin is None else begin
            verbs.append(lead.group())
            start += lead.end()
        else:
            break
    begin = start if begin is None else begin
    stop = end
    while comparing := _COMPARING.search(text, start, stop):
        if comparing.group() == "每年":
            deadline = "每年"
        stop = comparing.start()
    comparison = text[stop:end].replace("每年", "").strip()
    return _Head(" ".join(verbs), text[start:stop].strip(" 、，,"), comparison, deadline, begin)


def _value_last(text: str, piece: Span, measure: re.Match[str], *, expected: bool, verb: str) -> Phrase | None:
    """Indicator, then value."""
    head = _take_apart(text, piece.start, measure.start())
    subject = head.subject
    aimed = bool(head.verb or verb or AIMED.search(head.comparison) or measure["after"] or measure["rank"])
    if len(subject) < 2 and head.verb:
        subject = head.verb.split()[-1] + subject
    if len(subject) < 2 or len(subject) > _LONGEST_INDICATOR or not (aimed or expected):
        return None
    return _phrase(measure, subject, head, verb=verb, span=Span(head.start, measure.end()))


def _value_first(text: str, piece: Span, measure: re.Match[str], *, expected: bool, verb: str) -> Phrase | None:
    """Value, then what is counted: only right after a goal verb, a comparison, or where a list goes on."""
    after = text[measure.end() : piece.end].rstrip(" \t。！？!?")
    noun = _NOUN.match(after.lstrip())
    if noun is None or NOT_COUNTED.match(after) or len(noun["noun"]) > _LONGEST_INDICATOR:
        return None
    head = _take_apart(text, piece.start, measure.start())
    before = text[piece.start : measure.start()]
    opens = not head.subject and (bool(head.verb or verb or head.deadline) or expected)
    acts = bool(_ACTS.search(before)) and bool(head.verb or verb or expected)
    lists = bool(_ENDS_LIST.search(before) and head.verb)
    if not (opens or acts or lists or AIMED.search(head.comparison)):
        return None
    named = noun["noun"]
    if head.subject and "至少" in head.comparison:
        named = head.subject + named
    end = measure.end() + after.index(noun["noun"]) + len(noun["noun"])
    acting = _ACTS.search(before)
    if acting and not head.verb:
        head = replace(head, verb=acting.group())
    return _phrase(measure, named, head, verb=verb, span=Span(head.start, end))


def _phrase(measure: re.Match[str], indicator: str, head: _Head, *, verb: str, span: Span) -> Phrase:
    verbs = " ".join(word for word in (head.verb or verb).split() if word not in head.comparison)
    words = (verbs, head.comparison, measure["after"] or "")
    value = (measure["rank"] or "") + re.sub(r"\s", "", measure["value"])
    return Phrase(
        indicator=indicator,
        value=value,
        unit=measure["unit"],
        qualifier=" ".join(word for word in words if word and word not in {"的", "为", "有"}),
        span=span,
        verb=head.verb or verb,
        deadline=head.deadline,
    )


def _respectively(text: str, piece: Span, measures: list[re.Match[str]]) -> list[Phrase]:
    """`A和B产值占比分别达48%和43%`: as many subjects as values, the last one's ending shared by all."""
    head = _take_apart(text, piece.start, measures[0].start())
    comparison = head.comparison.removeprefix("分别")
    subjects = re.split(r"[、和与及]", head.subject)
    if len(subjects) != len(measures):
        return []
    named = [_with_shared_ending(subject, subjects[-1]) for subject in subjects]
    head = replace(head, comparison=comparison)
    span = Span(head.start, measures[-1].end())
    return [_phrase(m, name, head, verb="", span=span) for m, name in zip(measures, named, strict=True)]


def _with_shared_ending(subject: str, last: str) -> str:
    """高新技术产业 beside 战略性新兴产业产值占工业产值比重: the ending after the word they share."""
    if subject == last or _SHARED.search(subject):
        return subject
    shared = subject[-2:]
    at = last.find(shared)
    if at >= 0:
        return subject + last[at + len(shared) :]
    ending = _SHARED.search(last)
    return subject + (ending.group() if ending else "")


def _each(phrase: Phrase) -> list[Phrase]:
    """`国家级和省级孵化器各1家` is two targets."""
    if not re.search(r"各", phrase.qualifier) or not (parts := re.split(r"[、和与]", phrase.indicator))[1:]:
        return [phrase]
    last = parts[-1]
    bare = _ADJECTIVE.sub("", last)
    named = [part if _ADJECTIVE.sub("", part) else part + bare for part in parts]
    return [replace(phrase, indicator=name) for name in named]
