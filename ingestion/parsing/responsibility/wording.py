"""The wordings that assign work to units, read from inside one statement such as `X牵头,Y、Z等按职责分工负责`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from ingestion.model import Role, Span
from ingestion.parsing.responsibility.items import ITEMS
from ingestion.parsing.responsibility.names import (
    BY,
    UnitName,
    is_listed,
    is_office,
    is_possible,
    is_unit_like,
    split_units,
)
from ingestion.parsing.units import split_level

# What a label or verb says of the units beside it; the first word that occurs decides.
_LABEL_ROLES: tuple[tuple[str, Role], ...] = (
    ("牵头|主办|总牵头", "lead"),
    ("配合|协办|协助|协同|参与|参加|支持|成员", "support"),
    ("责任|负责|承办|实施|落实|执行|承担|主管|完成|组织|归口|经办|包保|包联|管护|值守", "responsible"),
)
_HELPS = "配合|协办|协助|参与|参加|支持|指导|督促|监督"
_VERB_ROLES: tuple[tuple[str, Role], ...] = (
    ("牵头|主办|为主|主导", "lead"),
    (f"{_HELPS}|属地", "support"),
    ("负责|承办|落实|实施|执行|承担|分工|推进|完成|统筹|审核|审批", "responsible"),
)
_WORD = (
    r"(?:总牵头|牵头|主办|主要|主体|第一|配合|协办|协助|协同|参与|参加|支持|成员|责任|负责|承办|实施|落实|执行|承担|主管|"
    r"归口|经办|完成|组织|包保|包联|管护|值守|及|和|、|与|[（()）])"
)
_BODY = r"(?:单位|部门|机构|主体|处室|科室|地区)"
_NOTE = r"(?:[（(][^）)：:]{1,12}[）)])?"
_NOTED = r"(?:[（(](?P<note>[^）)：:]{1,12})[）)])?"
LABEL = re.compile(rf"(?:{_WORD}{{1,6}}{_BODY}{_NOTE}|(?:牵头|主办|配合|协办|参与|责任|承办))")
_LABEL_IN = re.compile(
    rf"(?P<label>{_WORD}{{1,6}}{_BODY}){_NOTED}\s*(?:[:：]|为(?!牵头|责任|主)|是|(?=\s))\s*"
    r"|(?P<short>牵头|主办|配合|协办|参与|责任|承办|负责)\s*[:：]\s*"
)
_ROLE_NOTE = re.compile(r"(?:总牵头|牵头|主办|配合|协办|协助|参与|参加)(?:单位|部门)?")
_OTHER_LABEL = re.compile(r"(?:^|(?<=[（(；;，,。\s]))(?P<name>[\u4e00-\u9fff]{2,8})\s*[:：]\s*")
_SAID_OF = re.compile(rf"(?:^|[；;])\s*(?P<of>{ITEMS}|[^；;，,、。：:（(\s]{{2,20}})$")
_SAID_FIRST = re.compile(r"(?:^|[；;。])\s*(?P<of>(?!.、)[^；;，,。：:（(\s]{2,24})$")  # also 甲、乙
_ASIDE = re.compile(r"单位|部门|地区|主体|牵头|排|列|首|下同|字|加粗")  # what no label's bracket is of
_OVERSEES = re.compile(r"(?:监督|督[办导查]|指导)(?:单位|部门)")
_REMARKS = re.compile(r"备?注|说明|电话|来源|联系")
_DEADLINE_LABEL = re.compile(r"时限|期限|时间|进度|节点")
_DEADLINE = re.compile(r"(?:\d{4}\s*年|[明当今]年|长期|持续|每年|年内|年底|\d{1,2}月)[^，,；;。]{0,20}|长期坚持|常年")
_TIME = re.compile(rf"{_DEADLINE.pattern}|\d+个?(?:工作日|[日天月])[之以]?内")
_TIME_LABEL = re.compile(r"^(?:完成|办结|进度)?(?:时限|期限|时间|节点)(?:要求)?[:：]\s*")
_CONJUNCTION = re.compile(r"会同|会商|商同|联合(?!会|社|国|体)")
_AND_OTHERS = (
    r"等(?:\d+|[一二三四五六七八九十两]+)?[个家]?(?:相关|有关|多)?个?(?:部门|单位|地区|地方|和(?:单位|部门|地方|地区))*"
)
_DUTY = (
    rf"(?:{_AND_OTHERS}|按照?|根据|依照|依据|在|(?:各自|部门)?的?(?:职责|职能|职权)|各自|责任|分工|任务|范围内|"
    r"分别|共同|具体|联合|协同|统一|牵头|主办|协办|负责|承办|配合|协助|参与|参加|支持|组织|实施|落实|贯彻|推进|抓好|"
    r"做好|完成|执行|承担|压实|属地(?:化)?(?:管理|监管|处置)?|主体|审核|审批|指导|督促|监督|统筹|协调|为主|主导|相关工作|有关工作|工作|并|抓)"
)
_TAIL = re.compile(rf"{_DUTY}+$")
_DUTY_FRONT = re.compile(rf"^{_DUTY}+")
_CHUNK_END = re.compile(
    r"[，,；;。]|(?<=牵头)[、 ]|(?<=负责)[、 ]|(?<=配合)[、 ]"
    r"|(?<=牵头)(?!会同|负责|组织|落实|抓)(?=[^，,；;。]{2,60}(?:配合|参与|协办|负责))"
)
# A牵头实施工程整治: what they do is said behind the verb
_DOES = re.compile(
    r"(?:共同|具体|分别|协同|主要|应当?|要|还)*(?P<verb>牵头|负责|主办|承办|配合|协助|协办|参与|参加|指导)(?!解释|会同|人(?![才员力口工民事居防]))(?=[^，,；;。\s]{2})"
)
# 政府负责审批的项目 assigns nothing
_OF_ANOTHER = re.compile(r"的(?:[^的]{0,3}|[^的]{0,8}(?:项目|事项|工程|企业|单位|机构|资金|案件|人员|地区))$|除外$")
_PART_DONE_MAX = 24  # characters that say what alone a unit does
_HELPING = re.compile(
    rf"[，,；;]\s*(?:由)?(?P<names>[^，,；;。\n]{{2,120}}?)(?:等(?:单位|部门))?(?:共同|积极|做好)?(?:{_HELPS})(?:落实|实施)?[。；;\s]*$"
)
_LOCAL = re.compile(r"属地")  # what those who answer for a place add to those who answer for the matter
_LOCAL_PART = re.compile(r"[，,；;]\s*(?P<said>[^，,；;。]*属地[^，,；;。]*)[。；;\s]*$")
_HELP_IN = re.compile(r"(?:共同|积极)?(?:配合|协助|协办|参与|参加)[^，,；;。]{1,12}$")
_MARKS = " \t\n，,；;。、"
_FILLER = re.compile(rf"^(?:(?:其中)?(?P<of>{ITEMS}|[^、，,；;]{{0,12}}){BY}|请|其中|[（(])")


@dataclass(frozen=True, slots=True)
class Group:
    """Units that share a role, in the order written."""

    role: Role
    units: tuple[UnitName, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What one statement says: its groups and the time it sets, if any."""

    groups: tuple[Group, ...]
    deadline: str | None = None

    @property
    def units(self) -> tuple[UnitName, ...]:
        return tuple(chain.from_iterable(group.units for group in self.groups))


def read_wording(text: str, span: Span) -> Wording | None:
    """Read labels (`牵头单位:A`), else verbs (`A牵头,B配合`); None where neither is there."""
    for read in (read_labelled, read_verbal):
        if found := read(text, span):
            return found
    return None


def role_of_label(label: str) -> Role | None:
    """The role that a label or a column name gives: 牵头单位, 责任部门, 配合单位 …"""
    return next((role for words, role in _LABEL_ROLES if re.search(words, label)), None)


def read_labelled(text: str, span: Span) -> Wording | None:
    """`牵头单位:A、B;责任单位:C;完成时限:2020年底` with any labels in any order; `建设:A牵头,B配合;运营:C负责`."""
    labels = list(_labels(text, span))
    groups: list[Group] = []
    deadline, level = None, ""
    for label, of, following in zip_longest(labels, _shared_parts(labels), labels[1:]):
        value = Span(label.end, following.start if following else span.end)
        if label.role is not None:
            found, level = _listed(text, value.start, value.end, label.role, level)
            groups += [_having_part(group, of) for group in found]
        elif _DEADLINE_LABEL.search(label.name):
            deadline = value.of(text).strip(" ，,；;。") or None
        elif not _REMARKS.search(label.name) and (said := read_verbal(text, value)):
            groups += [_having_part(group, label.name) for group in said.groups]
    return settle(groups, deadline)


def _having_part(group: Group, of: str) -> Group:
    """The group of 基站建设牵头单位, whose units have their role for that alone."""
    return replace(group, units=tuple(replace(unit, of=unit.of or of) for unit in group.units))


def _listed(text: str, start: int, end: int, role: Role, level: str) -> tuple[list[Group], str]:
    """The units behind a label; in 责任单位：A、B，C、D配合 the last of them only help, A牵头负责报装 says its part."""
    if role != "support" and _is_verbal(text, start, end) and (said := read_verbal(text, Span(start, end))):
        return list(said.groups), level
    local = _LOCAL_PART.search(text, start, end)
    end = local.start() if local else end
    helping = _HELPING.search(text, start, end) if role != "support" else None
    stop = helping.start() if helping else end
    if role == "responsible" and text[start:stop].rstrip(_MARKS).endswith("牵头"):
        role, stop = "lead", start + len(text[start:stop].rstrip(_MARKS)) - len("牵头")
    units, level = split_units(text, start, stop, level=level)
    groups = list(grouped(role, units))
    if helping:
        helpers, level = split_units(text, *helping.span("names"), level=level)
        groups.append(Group("support", tuple(helpers)))
    if local:
        added, level = _acting(
            text, local.start("said"), _tail_start(text, *local.span("said")), local.end("said"), level
        )
        groups += [replace(group, role="support") for group in added]
    return [group for group in groups if group.units], level


def _is_verbal(text: str, start: int, end: int) -> bool:
    """Whether what stands behind a label says after each of its lists what the units do, as a bracket may."""
    chunks = [Span(*chunk) for chunk in _chunks(text, Span(start, end)) if text[slice(*chunk)].strip(_MARKS)]
    return bool(chunks) and all(
        _doing(text, one.start, one.end, one.end, "")[0] or _TAIL.search(text, one.start, one.end) for one in chunks
    )


def _tail_start(text: str, start: int, end: int) -> int:
    tail = _TAIL.search(text, start, end)
    return tail.start() if tail else end


def grouped(role: Role, units: Sequence[UnitName]) -> Iterator[Group]:
    """Units of a list, those apart whose bracket says a role of their own: A（牵头）、B."""
    by_role: dict[Role, list[UnitName]] = {}
    for unit in units:
        own = role_of_label(unit.of) if _ROLE_NOTE.fullmatch(unit.of) else None
        by_role.setdefault(own or role, []).append(replace(unit, of="") if own else unit)
    for each in by_role:
        yield Group(each, tuple(by_role[each]))


def read_helpers(text: str, span: Span) -> tuple[UnitName, ...]:
    """The units that a sentence names at its end as helping: `…,A、B配合`."""
    helping = _HELPING.search(text, span.start, span.end)
    return tuple(split_units(text, *helping.span("names"))[0]) if helping else ()


@dataclass(frozen=True, slots=True)
class _Label:
    """A label from where it and the words before it that say of what start, to where its value does."""

    name: str
    of: str
    start: int
    end: int

    @property
    def role(self) -> Role | None:
        if _OVERSEES.fullmatch(self.name):
            return "support"
        return role_of_label(self.name) if LABEL.fullmatch(self.name) else None


def _shared_parts(labels: Sequence[_Label]) -> Iterator[str]:
    """What each label is of: who is named behind the lead of a part is of that part, behind several leads of all."""
    of, begun = "", False
    for label in labels:
        if label.of or label.role == "lead":
            of = "" if begun else label.of
        begun = bool(label.of)
        yield label.of or of


def _labels(text: str, span: Span) -> Iterator[_Label]:
    at = span.start
    while found := _LABEL_IN.search(text, at, span.end) or _OTHER_LABEL.search(text, at, span.end):
        other = _OTHER_LABEL.search(text, at, span.end)
        if other and other.end() <= found.start():
            found = other
        group = next(name for name in ("label", "short", "name") if found.groupdict().get(name))
        of = _said_of(text, Span(at, found.start(group)), first=at == span.start)
        note = found.groupdict().get("note") or ""
        said = of.of(text) or ("" if _ASIDE.search(note) or is_unit_like(note) else note)
        yield _Label(found[group], said, of.start, found.end())
        at = found.end()


def _said_of(text: str, before: Span, *, first: bool) -> Span:
    """The words right before a label that say of what: 基站建设 of 基站建设牵头单位; empty where there are none."""
    said = _SAID_OF.search(before.of(text)) or (_SAID_FIRST.search(before.of(text)) if first else None)
    start = before.start + said.start("of") if said and not is_unit_like(said["of"]) else before.end
    return Span(start, before.end)


def read_verbal(text: str, span: Span, accept: Callable[[str], bool] = is_unit_like) -> Wording | None:
    """`A、B牵头,C会同D负责`, `A负责巡查,B配合做好疏导`: bare parts go with the next that says what they do."""
    read: list[Group] = []
    done: set[str] = set()  # parts by what units do
    deadline, level = None, ""
    start = span.start
    for left, right in _chunks(text, span):
        if found := _DEADLINE.match(_TIME_LABEL.sub("", text[left:right].strip())):
            deadline, start = found.group(), right + 1
            continue
        tail = _TAIL.search(text, left, right)
        doing, level = _doing(text, start, tail.start() if tail else right, right, level)
        if doing:
            read += doing
            done |= {unit.of for group in doing for unit in group.units}
            start = right
            continue
        if tail is None or not text[start : tail.start()].strip(_MARKS) or _role_of_verb(tail.group()) is None:
            continue
        found_groups, level = _acting(text, start, tail.start(), right, level)
        goes_on = start > span.start and text[start] in "，,"  # 兑付由A负责，B审核: of the same part
        of = _part_before(read) if goes_on else ""
        read += [_having_part(group, of) for group in found_groups]
        start = right
    if not any(accept(unit.name) for group in read for unit in group.units):
        return None
    if _LOCAL.search(text, span.start, span.end) and all(group.role == "support" for group in read):
        read = [replace(group, role="responsible") for group in read]  # 各镇落实属地责任, and nobody else is named
    return settle([kept for group in _apart(read, done) if (kept := _keep(group, accept)).units], deadline)


def only_assigns(text: str, span: Span) -> bool:
    """Whether every part of `text[span]` lists units with their role or sets a time; only helpers may say with what."""
    parts = [part for left, right in _chunks(text, span) if (part := text[left:right].strip(_MARKS))]
    tails = [(part, _TAIL.search(part) or _HELP_IN.search(part)) for part in parts if not _TIME.match(part)]
    names = [part[: tail.start()] if tail else "" for part, tail in tails]
    return bool(names) and all(_is_list(name) for name in names)


def _is_list(names: str) -> bool:
    units = split_units(names, 0, len(names))[0]
    named = (u.field or len(u.name) == 2 or is_unit_like(u.name.removeprefix("各")) for u in units)  # 各地
    return bool(units) and all(named)


def _part_before(read: Sequence[Group]) -> str:
    """The part of those named last; none where several have parts one after the other: all of them are helped."""
    last = [unit.of for group in read[-1:] for unit in group.units[-1:]]
    several = len(read) > 1 and read[-1].role == read[-2].role and {u.of for g in read[-2:] for u in g.units} != {*last}
    return "" if several else "".join(last)


def _apart(read: Sequence[Group], done: set[str]) -> list[Group]:
    """Without the parts said by what units do, where all that do not help have one and the same."""
    parts = {unit.of for group in read if group.role != "support" for unit in group.units}
    if len(parts) > 1:
        return list(read)
    return [replace(g, units=tuple(replace(u, of="") if u.of in done else u for u in g.units)) for g in read]


def _chunks(text: str, span: Span) -> Iterator[tuple[int, int]]:
    left = span.start
    for mark in _CHUNK_END.finditer(text, span.start, span.end):
        yield left, mark.start()
        left = mark.end()
    yield left, span.end


def _acting(text: str, start: int, stop: int, end: int, level: str) -> tuple[list[Group], str]:
    """`A会同B` + 负责: A answers, B supports; without 会同 all share the role of the verb."""
    of = ""
    if filler := _FILLER.match(text[start:stop].lstrip(_MARKS)):
        start = text.index(filler.group(), start) + filler.end()
        of = filler["of"] or ""
    role = _role_of_verb(text[stop:end]) or "responsible"
    if _LOCAL.search(of):  # 属地责任由各镇落实
        role, of = "support", ""
    parts = _CONJUNCTION.search(text, start, stop)
    if parts is None:
        units, level = split_units(text, start, stop, level=level)
        return [_having_part(Group(role, tuple(units)), of)], level
    first_end = parts.start()
    if led := re.search(r"牵头$", text[start:first_end]):
        role, first_end = "lead", start + led.start()
    first, level = split_units(text, start, first_end, level=level)
    others, level = split_units(text, parts.end(), stop, level=level)
    return [Group(role, tuple(first)), Group("support", tuple(others))], level


def _doing(text: str, start: int, stop: int, end: int, level: str) -> tuple[list[Group], str]:
    """What units do by a verb before `stop` that says with what; nothing where other words stand before it."""
    verb = _DOES.search(text, start, stop)
    if verb is None or _OF_ANOTHER.search(text[verb.end() : end]):
        return [], level
    tail = _TAIL.search(text, start, verb.start())
    groups, after = _acting(text, start, tail.start() if tail else verb.start(), verb.end(), level)
    units = [unit for group in groups for unit in group.units]
    sound = all(u.field or is_unit_like(u.name) for u in units)
    sound = sound and any(u.field or is_office(u.name) or split_level(u.name)[0] for u in units)
    of = _part_done(text[verb.end() : end])
    return ([_having_part(g, "" if g.role == "support" else of) for g in groups], after) if sound else ([], level)


def _part_done(words: str) -> str:
    """What alone is done by `牵头负责用电报装`; nothing where the words say only that it is done, or very much."""
    part = _DUTY_FRONT.sub("", words).strip(_MARKS)
    return part if 2 <= len(part) <= _PART_DONE_MAX else ""


def _role_of_verb(tail: str) -> Role | None:
    return next((role for words, role in _VERB_ROLES if re.search(words, tail)), None)


def _have_parts(group: Group) -> bool:
    return all(unit.of for unit in group.units)


def _keep(group: Group, accept: Callable[[str], bool]) -> Group:
    """Without what is no unit; in a list with one, 教育部、中国计生协, all that are fit to be a name are units."""
    listed = any(accept(unit.name) for unit in group.units)
    units = (
        u for u in group.units if is_possible(u.name) and (accept(u.name) or u.field or (listed and is_listed(u.name)))
    )
    return replace(group, units=tuple(units))


def settle(groups: list[Group], deadline: str | None) -> Wording | None:
    """Where one group leads, those that are only 责任 support it, but for those that answer for a part of their own."""
    if not groups:
        return None
    led = {unit.of for group in groups if group.role == "lead" for unit in group.units}
    settled = (
        replace(g, role="support")
        if led and g.role == "responsible" and (not _have_parts(g) or {unit.of for unit in g.units} <= led)
        else g
        for g in groups
    )
    return Wording(tuple(settled), deadline)
