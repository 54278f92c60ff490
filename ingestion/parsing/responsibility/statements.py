"""Find where a text names the units that answer for something: brackets, lines of their own, running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingestion.model import Span
from ingestion.parsing.responsibility.items import ITEMS
from ingestion.parsing.responsibility.names import (
    CLOSE,
    OPEN,
    REMARK,
    UnitName,
    is_office,
    is_possible,
    is_unit_like,
    split_units,
)
from ingestion.parsing.responsibility.rules import without_rules
from ingestion.parsing.responsibility.spans import SpanSet
from ingestion.parsing.responsibility.wording import (
    LABEL,
    Group,
    Wording,
    grouped,
    only_assigns,
    read_labelled,
    read_verbal,
    read_wording,
    settle,
)
from ingestion.parsing.units import split_level

Form = Literal["bracket", "line", "row", "headed", "running"]

_LONGEST_BRACKET = 900
_SENTENCE_END = '。！？!?；;.…%％o|”"）)'
_LINE_LABEL = re.compile(rf"(?:(?<=\n)|(?<=[。；;！\s\u3000])|^)(?:{LABEL.pattern})\s*[:：]")
_ITEMS_LINE = re.compile(rf"(?:(?<=\n)|(?<=[。\s\u3000]))(?=(?P<items>{ITEMS})由)")
_NEXT_LABEL = re.compile(rf"\s*(?:{LABEL.pattern}|完成时限|完成时间|时间节点|进度要求|完成期限)\s*[:：]")
# A sentence of running text that does nothing but assign: 此项工作由A牵头，B、C配合。 牵头单位为A，B配合。
_THIS = r"(?:[此该这本]|[上前]述|以上)(?:各?项)?(?:工作|任务|措施|事项|政策)*"
_ASSIGNS = re.compile(
    rf"(?:(?<=[。！？\n])|^)[ \t\u3000]*(?P<all>(?:(?:{_THIS}|具体(?:工作)?)?(?:均|都)?由)?"
    rf"(?P<said>(?:(?P<label>(?:{LABEL.pattern})\s*[为是])|"
    r"(?:[^，,。；;：:！？\n“”《》由]{2,80}?)(?:牵头|主办|负责|承办|落实|实施|抓好|推进))"
    r"[^。；;：:！？\n“”《》]{0,160}))(?:[。；;]|(?=\n)|$)"
)
_ASIDE = re.compile(rf"{REMARK.pattern}|^(?:试行|略|此件|20\d\d|19\d\d)")

# Running text. A sentence or clause part that begins with units and says that they lead, answer or act together.
_RUNNING = re.compile(
    r"(?:由|请|(?:^|(?<=[。；;！\n，,：:\s】])))(?P<names>[^，,。；;：:！\n“”《》【】]{2,60}?)"
    r"(?:要|将|应当|应|可|已|正在)?(?P<verb>牵头|会同|负责(?!人(?![才员力口工民事居防])|同志|任|制)|主办|承办|承担|统筹协调|组织实施|具体实施)"
)
_SEAT = re.compile(r"(?:设在|设于|挂靠在?)(?P<names>[^，,。；;：:！\n（）()“”《》]{2,30})")
_JOINING = re.compile(r"(?:牵头)?[，,]?会同")
_TOGETHER = re.compile(r"(?P<names>[^，,。；;：:！\n“”《》]{2,60})")
_ACTION = re.compile(
    r"制定|制订|出台|印发|拟订|拟定|起草|发布|公布|确定|明确|核定|认定|评审|评选|遴选|公示|检查(?![站队])|督查(?!室)|督导|监督(?!管理)|指导|统筹|完善|健全|设立|"
    r"研究|组织(?!部)|提出|开展|做好|负责|按照|按|根据|依法|依照|对|将|适时|抓紧|加强|推进|推动|落实|等|进行|在|共同|约谈|联合|尽快|编制|审核|实施|建立|定期|加快|赴|已|上报|给予|正|于|就|以|以及时|进一步|积极|继续|统一|认真|另行"
)
_CLAUSE_WORDS = re.compile(r"[的了是把对为在应被从或]|要求|进行|通过|加强|建立|支持|鼓励|形成|按照")
ANYONE = frozenset({"办公室", "领导小组", "委员会", "部门", "单位", "有关部门", "相关部门"})
_NUMBERING = re.compile(
    r"\s*(?:第[^条章节]{1,7}[条章节](?:之[一二三四五六七八九十]+)?|[（(]?[一二三四五六七八九十\d]+[)）.、．])\s*"
)
_LONGEST_MENTION = 26


@dataclass(frozen=True, slots=True)
class Statement:
    """One place where units are named, and what it says of them; `scope`: what it speaks of, where that is known."""

    span: Span
    wording: Wording
    form: Form
    scope: Span | None = None

    @property
    def assigned(self) -> bool:
        return self.form != "running"


def find_statements(text: str, start: int, end: int) -> list[Statement]:
    """Every statement in `text[start:end]`, in reading order."""
    found = list(_bracketed(text, start, end))
    found += _lines(text, start, end, SpanSet(s.span for s in found))
    found += _of_items(text, start, end, SpanSet(s.span for s in found))
    found += _sentences(text, start, end, SpanSet(s.span for s in found))
    taken = SpanSet(s.span for s in found)
    found += [s for s in _running(text, start, end) if not taken.overlaps(s.span)]
    return sorted(found, key=lambda s: s.span.start)


def brackets(text: str, start: int, end: int) -> Iterator[Span]:
    """Outermost brackets with their content; one that never closes runs to the end of its line."""
    at = start
    while at < end:
        if text[at] not in OPEN:
            at += 1
            continue
        close = _closing(text, at, end)
        yield Span(at, close)
        at = close


def _closing(text: str, opening: int, end: int) -> int:
    depth = 0
    limit = min(end, opening + _LONGEST_BRACKET)
    for at in range(opening, limit):
        depth += (text[at] in OPEN) - (text[at] in CLOSE)
        if depth == 0:
            return at + 1
        if text[at] == "\n" and not text[opening:at].rstrip().endswith(("、", ",", "，", "：", ":")):
            return at
    return limit


def _bracketed(text: str, start: int, end: int) -> Iterator[Statement]:
    for outer in brackets(text, start, end):
        stop = outer.end - 1 if text[outer.end - 1] in CLOSE else outer.end
        inner = without_rules(text, Span(outer.start + 1, stop))
        content = inner.of(text).strip()
        if len(content) < 2 or _ASIDE.match(content):
            continue
        wording = read_wording(text, inner) or _unlabelled(text, outer, inner, end)
        if wording is not None:
            yield Statement(outer, wording, "bracket")


def _unlabelled(text: str, outer: Span, inner: Span, end: int) -> Wording | None:
    """`(科技局、发改局、各镇街道)` after a sentence or at the end of a line, when every member is like a unit."""
    before = text[: outer.start].rstrip(" \t\u3000")[-1:]
    after = text[outer.end : end].lstrip(" \t\u3000。；;.")[:1]
    if before not in _SENTENCE_END and after not in {"", "\n"} | set(OPEN):
        return None
    units, _ = split_units(text, inner.start, inner.end)
    written = [u for u in re.split(r"[、，,；;]", inner.of(text)) if u.strip()]
    likely = len(units) >= 2 or before in "。；;！"
    if not units or not likely or len(written) < len(units) or not all(is_unit_like(u.name) for u in units):
        return None
    sure = sum(is_office(u.name) for u in units)
    return settle(list(grouped("responsible", units)), None) if sure * 2 >= len(units) else None


def _lines(text: str, start: int, end: int, taken: SpanSet) -> Iterator[Statement]:
    """`责任单位：…` outside brackets, with the label lines that follow it."""
    at = start
    while label := _LINE_LABEL.search(text, at, end):
        at = label.end()
        if taken.covers(label.start()):
            continue
        stop = _line_stop(text, label.end(), end)
        while stop - label.start() < _LONGEST_BRACKET and (more := _NEXT_LABEL.match(text, stop, end)):
            stop = _line_stop(text, more.end(), end)
        inner = without_rules(text, Span(label.start(), stop))
        if wording := read_labelled(text, inner):
            yield Statement(Span(label.start(), stop), wording, "line")
        at = stop


def _of_items(text: str, start: int, end: int, taken: SpanSet) -> Iterator[Statement]:
    """`第1、2项由A牵头，B配合；第3项由C负责。` outside brackets."""
    for found in _ITEMS_LINE.finditer(text, start, end):
        span = Span(found.start(), _line_stop(text, found.start(), end))
        wording = read_verbal(text, span) if "项" in found["items"] and not taken.covers(span.start) else None
        if wording is not None:
            yield Statement(span, wording, "line")


def _sentences(text: str, start: int, end: int, taken: SpanSet) -> Iterator[Statement]:
    """`…。此项工作由A牵头，B配合。`: whole sentences that say nothing but who answers for what stands before them."""
    for found in _ASSIGNS.finditer(text, start, end):
        said = Span(*found.span("said"))
        if taken.overlaps(said) or not (found["label"] or only_assigns(text, said)):
            continue
        wording = read_wording(text, said)
        helps_only = wording is None or wording.groups[0].role == "support"  # 由A负责监督
        if wording and not helps_only and any(is_office(u.name) or split_level(u.name)[0] for u in wording.units):
            yield Statement(Span(found.start("all"), found.end()), wording, "line")


def _line_stop(text: str, at: int, end: int) -> int:
    """The end of a labelled value: its full stop or its line; a label alone on its line takes the next one."""
    end = min(end, at + _LONGEST_BRACKET)
    while at < end and text[at] in " \t\u3000":
        at += 1
    if at < end and text[at] == "\n":
        at += 1
    stops = [i for i in (text.find("\n", at, end), text.find("。", at, end)) if i >= 0]
    stop = min(stops, default=end)
    return stop + 1 if stop < end and text[stop] == "。" else stop


def _running(text: str, start: int, end: int) -> Iterator[Statement]:
    for found in _RUNNING.finditer(text, start, end):
        if statement := _mention(text, found, end):
            yield statement
    for found in _SEAT.finditer(text, start, end):
        units = _mentioned_units(text, found.start("names"), found.end("names"))
        if units:
            yield Statement(Span(found.start(), found.end()), Wording((Group("responsible", units),)), "running")


def _mention(text: str, found: re.Match[str], end: int) -> Statement | None:
    start, names_end = found.span("names")
    start += max([found["names"].rfind(cue) + 1 for cue in "由请"] + [_leading_number(found["names"])])
    units = _mentioned_units(text, start, names_end)
    if not units or units[0].name in ANYONE:
        return None
    stop = found.end()
    leads = found["verb"] in {"牵头", "主办"} or text.startswith("牵头", stop)  # 负责牵头
    groups = [Group("lead" if leads else "responsible", units)]
    joining = _JOINING.match(text, stop, end)
    joined = stop if found["verb"] == "会同" else joining.end() if joining else None
    if joined is not None and (others := _TOGETHER.match(text, joined, end)):
        action = _ACTION.search(text, joined, others.end())
        stop = action.start() if action else others.end()
        if helpers := _mentioned_units(text, joined, stop):
            groups.append(Group("support", helpers))
    return Statement(Span(start, stop), Wording(tuple(groups)), "running")


def _leading_number(words: str) -> int:
    number = _NUMBERING.match(words)
    return number.end() if number else 0


def _mentioned_units(text: str, start: int, end: int) -> tuple[UnitName, ...]:
    """Units of running text: all of them must be offices beyond doubt, else nothing is read."""
    named, _ = split_units(text, start, end)
    units = [unit for unit in named if unit.name != "办公室"]  # 领导小组及其办公室
    sound = units and all(
        is_possible(u.name)
        and is_office(u.name)
        and len(u.name) <= _LONGEST_MENTION
        and not _CLAUSE_WORDS.search(u.name)
        for u in units
    )
    return tuple(units) if sound else ()
