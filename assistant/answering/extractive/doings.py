"""What running text says that a unit does: `由X制定`, `X要…`, with what the sentence goes on to say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.gist import shortened
from assistant.answering.extractive.townships import is_township, townships_asked
from assistant.answering.extractive.wording import spoken
from assistant.question.words import cut
from assistant.retrieval.sentences import Sentence, sentences_of
from ingestion.model import Clause, Document, Responsibility, Role, Span
from ingestion.parsing.responsibility import Actor, read_actors
from ingestion.parsing.units import normalize_unit, same_unit, split_level

_ROLES: tuple[Role, ...] = ("lead", "support", "responsible")
_LINES_MAX = 16
_ALL_MAX, _LINE_MAX, _LINE_MIN = 2000, 400, 80  # characters
_NAME_MIN = 3
_HEADING_MAX = 20
_LEVEL = re.compile(r"([省市县区])级?$")
_TIMES = re.compile(r"[（(][^）)]*\d[^）)]*[）)]$")
_GOES_ON = re.compile(r"^(?:要(?!素)|应|须|还(?:应|要)|同时|并)")
_SEAT = re.compile(r"设[在于]")
_TOLD_OF = re.compile(r"(?:已经?|曾)|[^，,。；：:]{1,4}(?:了|过|的《)")  # what was done, not what has to be
_REPLIES = re.compile(r"现(?:就|将|对)?[^。；]{0,30}(?:答复|函复|批复|回复|通知|通报)如下")
_SENT_TO = ("报", "报送", "报请", "抄送", "抄报", "提交", "上报", "反馈", "送")
_FOR_NOTICE = re.compile(r"备[案查]|汇总|[，,。；;]|$")
_ASKED_OF_PAST = re.compile(r"(?:做|办|干|开展|承担|采取|完成|负责|落实|推进)(?:过|了|成了)(?:些|哪|什么|啥)")
# how a question goes on behind who is to act: no 国务院 of 国务院秘书长要…, nor of 国务院要求…
_GOES_ON_ASKING = re.compile(
    r"$|[、,和与及等?。]|在|从|[对就](?=[^,。?]{1,20}(?:[都该需做干管]|有[哪什啥]|负责|承担))|要(?!求)|(?:[都得该应需有做干管抓提派]|办(?!公))|承担|负责|履行|落实|完成|主要(?!领导|负责[人同])|具体|分别|布置|安排|交代|规定|下达|分配|部署|"
    r"的?(?:职责|任务|义务|责任|工作|分工)"
)
_TITLED = re.compile(r"《[^》]*》")
_NOT_READ = ("frame", "row")
_SUBJECT_WORDS = 4
_ASKS = re.compile(
    r"(?:在[^,。?]{2,20})?(?:都|主要|具体|需要|需(?!要)|应该|应(?![该当])|应当|(?<!需)要|得|(?<!应)该|必须|负责|承担|履行|有)*"
    r"(?:做|干|管|办|抓|有|负责|承担|履行|落实|完成)(?:好|些|了|的)?(?:什么|哪些|啥|哪几)"
)
_ACTS = r"(?:应当?|须|必须|要(?!求)|负责|不得|承担|按照?|自|在|每|发现|将|会同|对)"
_JOINED = re.compile(r"^(?:[、,和与及同]|以及)$")
_DEPARTMENT = re.compile(r"(?:行政)?(?:主管)?(?:部门|机关)$")
_SHARED = re.compile(r"^(?:政府|人民政府|办公室|委员会|指挥部|领导小组|中心|公司|集团|协会|大队|支队)$")
_BUREAU = re.compile(r"(?:委员会|局|委)$")
_JOINS_FIELD = re.compile("和|与|综合|(?:局|委|委员会)$")
_GOVERNMENT = re.compile("人民政府")
_HALF_WIDTH = str.maketrans("（）", "()")


@dataclass(frozen=True, slots=True)
class Doing:
    """A passage of a clause in which someone acts; no `actors` where that is no body that is known as a unit."""

    clause: Clause
    span: Span
    actors: tuple[Actor, ...] = ()


def say_doings(draft: Draft, desk: Desk, document: Document, *, told: Collection[str] = ()) -> bool:
    """What those that the question asks about do by running text, clauses in `told` left out; False where nothing."""
    text = desk.text(document.id)
    meant = [_with_items(desk, doing, text) for doing in _meant(desk, document) if doing.clause.id not in told]
    meant.sort(key=lambda doing: _is_aside(text, doing))
    limit = max(_LINE_MIN, min(_LINE_MAX, _ALL_MAX // max(len(meant), 1)))
    lines: list[str] = []
    for doing in meant[:_LINES_MAX]:
        number = draft.cite(doing.clause, document, text, doing.span)
        words = spoken(doing.span.of(text).replace("\n", ""), doing.clause)
        lines.append(f"- {_headed(doing.clause, shortened(words, limit).rstrip('。'))}[{number}]")
        draft.name_units([_as_unit(desk, doing, a) for a in doing.actors], number)
    if len(meant) > _LINES_MAX:
        draft.notices.append(f"只列出前{_LINES_MAX}项。")
    if lines:
        draft.say("\n".join(lines))
    return bool(lines)


def _with_items(desk: Desk, doing: Doing, text: str) -> Doing:
    """With the items below that it leads in: X履行下列职责：（一）…；（二）…."""
    below = [c for c in desk.children(doing.clause) if c.span.start >= doing.span.end]
    leads_in = bool(below) and text[doing.span.start : below[0].span.start].rstrip().endswith(("：", ":"))
    if not leads_in or text[doing.span.end : below[0].span.start].strip():
        return doing
    *_, last = takewhile(lambda c: c.kind == below[0].kind, below)
    return replace(doing, span=Span(doing.span.start, last.span.end))


def _headed(clause: Clause, words: str) -> str:
    """With the short heading of an item in front, which says what the unit acts in: 水质监测组：由X牵头…."""
    heading = _TIMES.sub("", (clause.heading or "").rstrip("。：:"))
    told = clause.kind not in ("item", "point") or len(heading) > _HEADING_MAX or heading in words
    return words if told or not heading else f"{heading}：{words}"


def is_asked(desk: Desk, name: str) -> bool:
    """Whether the question names the unit, as a unit that it was found to name or as a body of towns."""
    units = [unit for unit in desk.asked.units if _levels_agree(name, unit)]
    named = any(
        same_unit(_bare(name), _bare(unit)) or is_of_field(name, unit) or _is_branch(name, unit) for unit in units
    )
    return named or is_township(name, _townships_asked(_asked(desk)))


@lru_cache
def _townships_asked(question: str) -> str:
    """The words by which the question asks what towns or sub-districts do; empty where it does not."""
    return "".join(m.group() for m in townships_asked(question) if _GOES_ON_ASKING.match(question, m.end()))


def _bare(name: str) -> str:
    """公安部门 as one of a list: 公安、民政等部门."""
    return _DEPARTMENT.sub("", name) or name


def is_of_field(name: str, unit: str) -> bool:
    """Whether one is named by what the other does first: 城市管理部门, 城市管理局 and 城市管理和综合执法局."""
    fields = [split_level(normalize_unit(f"{_bare(n)}局" if _DEPARTMENT.search(n) else n))[1] for n in (name, unit)]
    short, long = sorted(fields, key=len)
    field = _BUREAU.sub("", short)
    alike = _DEPARTMENT.search(name) or _DEPARTMENT.search(unit) or _BUREAU.search(long)
    if field == short or len(field) <= 1 or not alike or not long.startswith(field):
        return False
    return _JOINS_FIELD.match(long, len(field)) is not None


def _is_branch(name: str, unit: str) -> bool:
    """Whether `name` is that body by the place it is for: 云川海关 for 市海关."""
    level, core = split_level(unit)
    return (
        bool(level) and not split_level(name)[0] and name != core and name.endswith(core) and not _SHARED.search(core)
    )


def _levels_agree(one: str, other: str) -> bool:
    """国家X is no X of a city."""
    return ("国家" in (levels := {split_level(one)[0], split_level(other)[0]})) <= (len(levels - {"", "国家"}) == 0)


def _meant(desk: Desk, document: Document) -> list[Doing]:
    """The doings of the units of the question or, where it names none, of whom it asks about in other words."""
    text, past = desk.text(document.id), bool(_ASKED_OF_PAST.search(desk.asked.text))
    sentences = [
        (clause, sentences_of(clause, text, _assigned_in(desk, clause)))
        for clause in desk.clauses(document.id)
        if clause.kind not in _NOT_READ
    ]
    doings = [d for c, listed in sentences for d in _passages(c, text, listed, lambda s: _acting(text, s, past=past))]
    found = _of_roles(doings, _doers(desk, doings), desk.asked.unit_roles)
    if found or desk.asked.units or not (subject := _subject(_asked(desk), text)):
        return found
    passages = (_passages(c, text, listed, lambda s: bool(subject.search(s.text))) for c, listed in sentences)
    return [doing for of_clause in passages for doing in of_clause]


def _assigned_in(desk: Desk, clause: Clause) -> list[Responsibility]:
    """The units that a clause names, also for the one around it."""
    above = desk.parent(clause)
    return (
        [*desk.units(clause.id), *(u for u in desk.units(above.id) if clause.span.contains(u.span))]
        if above
        else (desk.units(clause.id))
    )


def _asked(desk: Desk) -> str:
    """The question without the documents it names: who issued them is not asked to do anything."""
    return _TITLED.sub(" ", desk.asked.text).replace(desk.asked.named_document or "《", " ")


def _of_roles(doings: Sequence[Doing], doers: frozenset[str], roles: Sequence[Role]) -> list[Doing]:
    """The doings of `doers` in those roles; where they lead nowhere, those in which they act alone."""
    for wanted in (roles, ("responsible",)) if len(roles) == 1 else (_ROLES,):
        acting = ((d, tuple(a for a in d.actors if a.unit.name in doers and a.role in wanted)) for d in doings)
        if found := [Doing(d.clause, d.span, actors) for d, actors in acting if actors]:
            return found
    return []


def _acting(text: str, sentence: Sentence, *, past: bool) -> tuple[Actor, ...]:
    """The units that have to act by the sentence, or have acted if that is asked."""
    if sentence.lists_units or _REPLIES.search(sentence.text):
        return ()
    actors = read_actors(text, sentence.span)
    return tuple(a for a in actors if not a.sought and (past or not _TOLD_OF.match(text, a.unit.span.end)))


def _is_aside(text: str, doing: Doing) -> bool:
    """Whether it says less of what they do than others: where an office sits, or 报X备案."""
    units = [actor.unit.span for actor in doing.actors]
    told = [text[: u.start].endswith(_SENT_TO) and bool(_FOR_NOTICE.match(text, u.end)) for u in units]
    return bool(_SEAT.search(doing.span.of(text))) or (bool(told) and all(told))


def _passages(
    clause: Clause, text: str, sentences: Sequence[Sentence], acts: Callable[[Sentence], bool | tuple[Actor, ...]]
) -> Iterator[Doing]:
    """Each sentence in which someone acts, with those behind it that go on without naming another."""
    held: Doing | None = None
    for sentence in sentences:
        found = acts(sentence)
        if held and not found and not sentence.lists_units and _goes_on(held.span.of(text), sentence.text):
            held = Doing(clause, Span(held.span.start, sentence.span.end), held.actors)
            continue
        if held:
            yield held
        held = Doing(clause, sentence.span, found if isinstance(found, tuple) else ()) if found else None
    if held:
        yield held


def _goes_on(before: str, sentence: str) -> bool:
    return before.endswith(("；", ";", "：", ":")) or bool(_GOES_ON.match(sentence))


def _as_unit(desk: Desk, doing: Doing, actor: Actor) -> Responsibility:
    """The actor as a unit, by the name that was asked for where more was read in front of it."""
    name = next((unit for unit in desk.asked.units if actor.unit.name.endswith(unit)), actor.unit.name)
    return Responsibility(
        doing.clause.id, name, normalize_unit(name), actor.role, actor.unit.span, doing.span, kind="mentioned"
    )


def _doers(desk: Desk, doings: Sequence[Doing]) -> frozenset[str]:
    """The names in the document of the units that the question is about.

    Where the reader of questions knows none, the last that stand in it, side by side: 国务院让X省政府做什么.
    """
    names = {actor.unit.name: actor.unit.normalized for doing in doings for actor in doing.actors}
    if desk.asked.units:
        known = frozenset(n for n, normal in names.items() if is_asked(desk, normal) or _ends_as_asked(desk, n))
        return known | frozenset(n for n in names if len(n) > _NAME_MIN and _is_listed(_plain(n), _plain(_asked(desk))))
    question = _plain(_asked(desk))
    if towns := frozenset(n for n in names if is_township(n, _townships_asked(question))):
        return towns
    at = {n: question.rfind(_plain(n)) for n in names if len(n) >= _NAME_MIN}
    found = sorted(((start, start + len(_plain(n)), n) for n, start in at.items() if start >= 0), reverse=True)
    doers: list[str] = []
    begin = end = -1
    for start, stop, name in found:
        if doers and not (begin <= start < end or _JOINED.match(question[stop:begin])):
            continue
        if not doers and not _GOES_ON_ASKING.match(question, stop):
            continue
        begin, end = start, max(end, stop)
        doers.append(name)
    levels = {doer: _LEVEL.search(question[: question.rfind(_plain(doer))]) for doer in doers}
    return frozenset(n for n in names if n in doers or any(_is_of_level(n, d, level) for d, level in levels.items()))


def _is_listed(name: str, question: str) -> bool:
    """Whether it is one of several that the question names side by side: 甲中心、乙局各干什么."""
    return name in question and any(f"{name}{mark}" in question or f"{mark}{name}" in question for mark in "、和与及")


def _is_of_level(name: str, doer: str, asked: re.Match[str] | None) -> bool:
    """Whether it is the same body with its level in front, that asked for if any: 市公安机关 for 公安机关."""
    before = name.removesuffix(doer)
    level = _LEVEL.search(before) if name.endswith(doer) else None
    return level is not None and (asked is None or level[1] == asked[1])


def _ends_as_asked(desk: Desk, name: str) -> bool:
    """A name that was read with a word too many in front: 二级事件市水利局."""
    return any(len(unit) > _NAME_MIN and name.endswith(unit) for unit in desk.asked.units)


def _plain(words: str) -> str:
    return _GOVERNMENT.sub("政府", words).translate(_HALF_WIDTH)


def _subject(question: str, text: str) -> re.Pattern[str] | None:
    """Sentences of `text` whose subject is what the question asks about (物业要做什么); None where there are none."""
    ask = _ASKS.search(question)
    words = cut(question[: ask.start()]) if ask else []
    for length in range(min(len(words), _SUBJECT_WORDS), 0, -1):
        name = "".join(w.text for w in words[-length:])
        if len(name) < 2 or not name.isalpha():
            continue
        pattern = re.compile(rf"(?:^|[，。；：、\s\d]|由){re.escape(name)}\w{{0,4}}?{_ACTS}")
        if pattern.search(text):
            return pattern
    return None
