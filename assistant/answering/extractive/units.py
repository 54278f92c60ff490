"""Who is responsible: the units of a clause, or of the part of it that the question is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.answering.extractive.charges import LEAD_ASKED, charged, each_once, units_meant
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.parts import asks_by_whom, parts_asked
from assistant.answering.extractive.wording import spoken
from assistant.model import Role
from assistant.question.asks import asked_parts
from assistant.retrieval.ranking import Ranked
from ingestion.model import Clause, Document, Responsibility, Span
from ingestion.parsing.responsibility import Actor, read_actors
from ingestion.parsing.responsibility.rules import find_rules
from ingestion.parsing.responsibility.wording import LABEL
from ingestion.parsing.units import same_unit

_TITLES: dict[Role, str] = {"lead": "牵头单位", "responsible": "责任单位", "support": "配合(责任)单位"}
_QUOTE_MAX = 300
_LABEL_MAX = 60
_ANSWERS_TOO = re.compile(r"[^。；;\n]{0,60}(?:为|是|作为)(?:属地|管理)*(?:责任|落实|实施)(?:责任)?(?:单位|主体)")
_HELPS_IN_ALL = re.compile(r"[^。；;\n]{0,60}(?:配合|协助|参与)")
ALL_UNITS = re.compile(r"哪[些几]|都有|分别|配合|协助|参与|帮")
_REACH = re.compile(r"全(?:国|省|自治区|市|州|盟|区|县|旗|镇|乡)")
UNNAMED = "文件未明确该项的责任单位。"
_NO_NAME = re.compile(r"[\u4e00-\u9fff]{0,6}(?:主管|主办|责任|牵头|负责|承办)(?:单位|部门|机关|机构)")
_DUTY = re.compile(r"牵头|负责|主管|主办|承办|协办|承担|配合|审批|监督|监管|统筹|受理|考核|评估")
_DECIDES = re.compile(r"报[请送给到经]{0,2}(?:谁|哪)|(?:谁|哪[^,。?]{0,4})(?:来|最[后终])?(?:点头|拍板|同意|说了算)")
_SEEKS = re.compile(
    r"(?:[向给跟和找问]|反映到)(?:谁|哪|什么(?:部门|单位|地方|人))|(?:[去到上往]|打给)(?:哪|谁|什么(?:部门|单位|地方))|投诉|举报|报[告案给备]|上报|申诉|受理|备个?案"
)  # to whom one turns
_COMPOSED = re.compile("组成|成员")
_SUBMITS = re.compile(r"报(?!名|销|道)|批|审|同意|备案|送|[呈提]交|点头|拍板|签字|盖章|许可")
_OF_JOINT_WORK = re.compile("牵头|参加|参与|配合|协助")
_SEAT = re.compile(r"设[在于哪]|挂靠|哪里")
_GROUP = re.compile(r"(?:哪|什么)[一两几]?个?(?:工作|应急|专项)?小?(?P<group>组|专班|指挥部)")
_LABEL = re.compile(rf"(?<![^\n])(?:{LABEL.pattern})\s*[:：]\s*$")
_SETS_UP = re.compile(r"(?:设立|成立|组建|下设)[^。；;]*[：:]\s*$")  # the groups below it answer
_ISSUES = re.compile(r"现(?:提出|就|将|对|印发|制定)|制定本")
_APART = "，,；;。"
# 监管由A负责，查处由B负责; 其所属的C承担巡查; 报D批准; 也可以向E投诉; 甲、乙、丙管理部负责受理
_BEGINS_PART = re.compile(
    r"[，,；;。](?:[^，,；;。]{2,16}由|其[所下直]属的?|[^，,；;。]{0,24}(?:报[请送]?|[向到])|(?:[^，,；;。、由]{2,12}、)+)?$"
)
_STATES_DUTY = re.compile(
    r"(?:部门|机关|机构|政府|委员会|[局委厅办署部])[^，,。；;]{0,12}(?:负责|主管|牵头|承担|会同|是[^，,。；;]{0,20}主管)|主管(?:部门|机关)"
)


def units_for(desk: Desk, clause: Clause, focus: Span | None = None) -> tuple[Clause, list[Responsibility]]:
    """The units that answer for `focus` within the clause, and the clause that names them.

    Looks upwards: a part of a measure is answered for by the units at the measure's end. Where units answer for
    single passages, those whose passage holds the focus count; units named in running text only where no others are.
    """
    bearer, units = _charged_for(desk, clause, focus)
    return bearer, each_once(units)


def _charged_for(desk: Desk, clause: Clause, focus: Span | None) -> tuple[Clause, list[Responsibility]]:
    """The same, each unit as often as it is charged with a part."""
    at: Clause | None = clause
    while at is not None:
        assigned = [u for u in desk.units(at.id) if u.kind == "assigned" and (at is clause or _reaches(u, clause))]
        if assigned and at is clause and _says_itself(desk, clause, assigned, focus):
            return clause, []
        if assigned:
            return at, charged(desk, at, _of_roles_asked(desk, at, assigned), focus)
        if at.kind in ("section", "part") and at is not clause:
            break
        at = desk.parent(at)
    return _at_the_end(desk, clause) or (clause, [])


def _says_itself(desk: Desk, clause: Clause, assigned: Sequence[Responsibility], focus: Span | None) -> bool:
    """Whether `focus` says in running text who acts, and what units are of it are those of all tasks at once."""
    if focus is None:
        return False
    of_it = [u for u in assigned if u.scope.start < focus.end and focus.start < u.scope.end]
    return all(_rule_for_all(desk, clause, u) for u in of_it) and bool(acting_units(desk, clause, focus, asserted=True))


def _of_roles_asked(desk: Desk, clause: Clause, assigned: list[Responsibility]) -> list[Responsibility]:
    """Without those that a closing sentence makes responsible for all tasks, where only who leads or helps is asked.

    Those that it makes helpers in all are told where helpers or all units are asked for, not where one who answers is.
    """
    if "support" not in desk.asked.unit_roles and not ALL_UNITS.search(desk.asked.text):
        assigned = [u for u in assigned if u.role == "lead" or not _helps_in_all(desk, clause, u)] or assigned
    if not desk.asked.unit_roles or "responsible" in desk.asked.unit_roles:
        return assigned
    text = desk.text(clause.doc_id)
    return [u for u in assigned if not (u.inherited and _ANSWERS_TOO.match(text, u.span.end))] or assigned


def _helps_in_all(desk: Desk, clause: Clause, unit: Responsibility) -> bool:
    sentence = _HELPS_IN_ALL.match(desk.text(clause.doc_id), unit.span.end)
    return bool(sentence) and _rule_for_all(desk, clause, unit) is not None


def _at_the_end(desk: Desk, clause: Clause) -> tuple[Clause, list[Responsibility]] | None:
    """The units in the bracket that ends an article of several paragraphs, none of which has any: they are of all."""
    article = clause if clause.kind == "article" else desk.parent(clause)
    if article is None or article.kind != "article":
        return None
    charged_there = [(c, u) for c in desk.children(article) for u in desk.units(c.id) if u.kind == "assigned"]
    end = article.span.of(desk.text(article.doc_id)).rstrip().endswith(("）", ")"))
    if not end or len({c.id for c, _ in charged_there}) != 1 or charged_there[0][0].span.end != article.span.end:
        return None
    return charged_there[0][0], [u for _, u in charged_there]


def _reaches(unit: Responsibility, clause: Clause) -> bool:
    """Whether what the unit answers for takes in some of the clause, not the opening words of a section alone."""
    if clause.span.contains(unit.span):  # a paragraph that says who answers for what is above it
        return True
    return unit.scope.start < clause.span.end and clause.span.start < unit.scope.end


def mentioned_units(desk: Desk, clause: Clause) -> list[Responsibility]:
    """Units that running text names for the clause or those around it: 由X牵头, 办公室设在X."""
    at: Clause | None = clause
    while at is not None:
        if found := [u for u in desk.units(at.id) if u.kind == "mentioned"]:
            return found
        at = desk.parent(at)
    return []


def say_units(
    draft: Draft, desk: Desk, clause: Clause, document: Document, *, focus: Span | None = None
) -> list[Responsibility]:
    """State the units of the clause with their roles, or that the document names none; the group they make if asked."""
    bearer, charges = _charged_for(desk, clause, focus)
    units = each_once(charges)
    text = desk.text(document.id)
    if not units:
        number = draft.cite(clause, document, text, focus)
        acting = acting_units(desk, clause, focus) if focus else []
        if focus and (acting or states_duty(focus.of(text))):
            words = group_asked(desk, clause) + spoken(focus.of(text), clause)
            draft.say_fresh(words, number)
            draft.name_units(acting, number)
            return acting
        draft.say(UNNAMED, number)
        draft.facts.append(UNNAMED)
        _say_mentioned(draft, desk, clause, document)
        return []
    of_all = {u: at for u in units if (at := _rule_for_all(desk, bearer, u))}
    if own := [u for u in charges if u not in of_all]:
        number = _number_of(draft, desk, bearer, document, _quoted(each_once(own), bearer, text, focus))
        draft.say(f"{group_asked(desk, bearer)}{titled(own)}。", number)
        draft.name_units(each_once(own), number)
    for rule in dict.fromkeys(of_all.values()):
        of_rule = [u for u in of_all if of_all[u] == rule]
        number = draft.cite(rule, document, text, _sentence_around(text, of_rule[0].span, rule.body))
        draft.say(f"{titled(of_rule)}。", number)
        draft.name_units(of_rule, number)
    return units


def _rule_for_all(desk: Desk, bearer: Clause, unit: Responsibility) -> Clause | None:
    """The clause that gives the unit all tasks at once (以上任务，各镇均为责任单位), if it was read there."""
    text = desk.text(bearer.doc_id)
    if not unit.inherited or bearer.span.contains(unit.span):
        return None
    home = next((c for c in reversed(desk.clauses(bearer.doc_id)) if c.body.contains(unit.span)), None)
    rules = find_rules(_sentence_around(text, unit.span, home.body).of(text)) if home else ()
    return home if any(rule.kind == "all-tasks" for rule in rules) else None


def say_doer(draft: Draft, desk: Desk, clause: Clause, document: Document, sentence: Span) -> None:
    """Say the sentence that tells who does something, and name those of them that are units."""
    text = desk.text(document.id)
    number = draft.cite(clause, document, text, sentence)
    draft.say(spoken(sentence.of(text), clause), number)
    draft.name_units(acting_units(desk, clause, sentence), number)


def titled(units: Sequence[Responsibility], *, with_part: bool = False) -> str:
    """The units by role: 牵头单位：甲；配合(责任)单位：乙、丙; each part by itself: 建设，牵头单位：甲。运营，…."""
    parts = dict.fromkeys(u.of for u in units)
    named = [of for of in parts if of]
    if with_part and len(named) == 1:
        return f"{named[0]}，{_by_role(each_once(units))}"
    if len(named) > 1:
        if all(u.of or u.role == "support" for u in units):  # who helps in all parts comes behind them
            parts = dict.fromkeys([*named, *parts])
        told = ((of, _by_role(each_once([u for u in units if u.of == of]))) for of in parts)
        return "。".join(f"{of}，{said}" if of else said for of, said in told)
    return _by_role(each_once(units))


def _by_role(units: Sequence[Responsibility]) -> str:
    roles = (f"{_TITLES[role]}：{'、'.join(u.name for u in units if u.role == role)}" for role in _roles(units))
    return "；".join(roles)


def group_asked(desk: Desk, clause: Clause) -> str:
    """哪个组负责: the group by the heading under which its units stand."""
    heading = (clause.heading or "").rstrip("。：:")
    asked = _GROUP.search(desk.asked.text)
    return f"{heading}，" if asked and heading.endswith(asked["group"]) else ""


def acting_units(desk: Desk, clause: Clause, sentence: Span, *, asserted: bool = False) -> list[Responsibility]:
    """Units that a sentence of running text says do something, without those the question names if not `asserted`.

    Of several that do different things, `A负责审核，B负责拨付`, those that do what is asked about.
    """
    acting = _acting(desk, clause, sentence, asserted=asserted)
    meant = units_meant(desk, clause, acting, sentence)
    parts = {unit.scope for unit in meant}
    if len(parts) == 1 and meant != acting:  # one that does something else before may help in this
        names = {unit.name for unit in meant}
        again = _acting(desk, clause, parts.pop(), asserted=asserted)
        meant += [unit for unit in again if unit.name not in names]
    parts_of_who = [part for part in parts_asked(desk.asked) if asks_by_whom(part)]
    apart = len(parts_of_who) > 1 and not all(map(_OF_JOINT_WORK.search, parts_of_who))
    return meant if apart else _joined(meant, desk.asked.text)


def _acting(desk: Desk, clause: Clause, passage: Span, *, asserted: bool) -> list[Responsibility]:
    text = desk.text(clause.doc_id)
    found = _meant(desk.asked.text, passage.of(text), read_actors(text, passage))
    return [
        Responsibility(clause.id, a.unit.name, a.unit.normalized, a.role, a.unit.span, part, kind="mentioned")
        for a, part in zip(found, _passages(text, passage, found), strict=True)
        if asserted or a.unit.name not in desk.asked.text
    ]


def _passages(text: str, sentence: Span, actors: Sequence[Actor]) -> list[Span]:
    """What each of the actors does, up to where another begins who does something of its own.

    Who leads a body is told of the whole of it: `由A、B组成，A牵头`.
    """
    if _COMPOSED.search(sentence.of(text)):
        return [sentence] * len(actors)
    own = [a.unit.span.start for a in actors if a.role != "support"]
    later = [start for start in own if start > min(a.unit.span.start for a in actors)]
    begins = [found.start() for start in sorted(later) if (found := _BEGINS_PART.search(text, sentence.start, start))]
    starts = [begin + 1 for begin in begins if text[begin] in _APART]
    spans = [Span(start, end) for start, end in pairwise([sentence.start, *starts, sentence.end])]
    return [next(s for s in spans if s.contains(a.unit.span)) for a in actors]


def _meant(question: str, sentence: str, actors: Sequence[Actor]) -> list[Actor]:
    """Of a body and its own office the office; of a body and what it is composed of who leads it, if that is asked.

    To whom others submit what they did is meant where that is asked, or nobody else acts.
    """
    if not _SEEKS.search(question):
        actors = [a for a in actors if not a.sought]
    deciding = [a for a in actors if a.told and a.role != "support"]
    if deciding and _DECIDES.search(question) and len(asked_parts(question)) == 1:
        return deciding
    if not _SUBMITS.search(question):
        actors = [a for a in actors if not a.told] or actors
    leading = [a for a in actors if a.role == "lead"]
    if leading and _COMPOSED.search(sentence) and not _COMPOSED.search(question) and "牵头" in question:
        return leading
    names = [a.unit.name for a in actors]
    if _SEAT.search(question):
        return list(actors)
    return [a for a in actors if not any(name != a.unit.name and name.startswith(a.unit.name) for name in names)]


def _joined(units: Sequence[Responsibility], question: str) -> list[Responsibility]:
    """Where one leads and others help, none that does something else, unless it is asked to whom they submit it.

    Nor where one leads of whom alone is asked: A牵头设立，由B管理.
    """
    roles = {u.role for u in units}
    leads = "lead" in roles and LEAD_ASKED.search(question) and not ALL_UNITS.search(question)
    alone = not ({"lead", "support"} <= roles or leads) or _SUBMITS.search(question)
    return [u for u in units if u.role != "responsible" or alone]


def acting_sentence(desk: Desk, ranked: Ranked) -> Span | None:
    """Of the sentences of running text that say who does something the one that covers most of the question."""
    clause = ranked.evidence.clause
    acting = [s for s in ranked.sentences if acting_units(desk, clause, s.sentence.span, asserted=True)]
    return max(acting, key=lambda s: s.cover).sentence.span if acting else None


def has_verb_asked(desk: Desk, sentence: str) -> bool:
    """Whether a sentence says by the word of the question what someone answers for: 谁主管, X是主管部门."""
    return any(verb in sentence for verb in _DUTY.findall(desk.asked.text))


def of_reach_asked(desk: Desk, sentence: str) -> bool:
    """Whether a sentence speaks of all the place that the question does: one body for 全国, others for 本辖区."""
    return any(reach in sentence for reach in _REACH.findall(desk.asked.text))


def tells_who(desk: Desk, clause: Clause, sentence: Span) -> bool:
    """Whether it says by name who acts or answers; 主管单位负责 says only what such a unit does.

    Who a paper is made with the consent of (经X同意，现提出以下意见) does nothing of what it says.
    """
    words = sentence.of(desk.text(clause.doc_id))
    if _ISSUES.search(words) or _SETS_UP.search(words):
        return False
    acting = acting_units(desk, clause, sentence)
    named = any(not _NO_NAME.fullmatch(u.name) for u in acting)
    return named or (not acting and states_duty(words))


def states_duty(sentence: str) -> bool:
    """Whether a sentence of running text says which unit answers for something."""
    return bool(_STATES_DUTY.search(sentence))


def name_units(draft: Draft, desk: Desk, clause: Clause, cited: int, focus: Span | None = None) -> list[Responsibility]:
    """Units as data only; where they are asked for and none is assigned, those that the sentence says act."""
    _, units = units_for(desk, clause, focus)
    if not units and focus and (desk.asked.asks_units or desk.asked.kind == "units"):
        units = acting_units(desk, clause, focus)
    draft.name_units(units, cited)
    return units


def _quoted(units: Sequence[Responsibility], bearer: Clause, text: str, focus: Span | None) -> Span | None:
    """Where the units are named; with the sentence they answer for where that is not far."""
    named = [u.span for u in units if not u.inherited and bearer.span.contains(u.span)]
    if not named:
        return focus if focus and bearer.span.contains(focus) else None
    place = _with_bracket(text, Span(min(s.start for s in named), max(s.end for s in named)), bearer.span)
    if focus and bearer.span.contains(focus) and 0 <= place.end - focus.start <= _QUOTE_MAX:
        return Span(focus.start, place.end)
    return place


def _with_bracket(text: str, place: Span, within: Span) -> Span:
    """The names with the bracket or the label around them: (牵头单位:…), （…负责）, 牵头单位：…."""
    before = text[max(within.start, place.start - _LABEL_MAX) : place.start]
    after = text[place.end : min(within.end, place.end + _LABEL_MAX)]
    opening = max(before.rfind("("), before.rfind("（"))
    closing = min((i for i in (after.find(")"), after.find("）")) if i >= 0), default=-1)
    if opening < 0 or closing < 0:
        label = _LABEL.search(before)
        return Span(place.start - len(label[0]), place.end) if label else place
    return Span(place.start - len(before) + opening, place.end + closing + 1)


def _number_of(draft: Draft, desk: Desk, bearer: Clause, document: Document, quote: Span | None) -> int:
    """The clause that names the units is cited where it was cited already; else by where it names them."""
    known = {c.clause_id: c.index for c in draft.citations}
    if bearer.id in known:
        return known[bearer.id]
    return draft.cite(bearer, document, desk.text(document.id), quote)


def _say_mentioned(draft: Draft, desk: Desk, clause: Clause, document: Document) -> None:
    units = mentioned_units(desk, clause)
    if not units:
        return
    bearer = desk.knowledge.clause(units[0].clause_id)
    text = desk.text(document.id)
    line = _sentence_around(text, units[0].span, bearer.body)
    draft.say(f"相关表述：{line.of(text).strip()}", draft.cite(bearer, document, text, line))


def _sentence_around(text: str, span: Span, within: Span) -> Span:
    start = max([within.start, *(text.rfind(c, within.start, span.start) + 1 for c in "。；\n")])
    ends = [e for e in (text.find(c, span.end, within.end) for c in "。；\n") if e >= 0]
    return Span(start, min(ends, default=within.end - 1) + 1)


def _roles(units: Sequence[Responsibility]) -> list[Role]:
    present = {u.role for u in units}
    return [r for r in _TITLES if r in present]


def leads(units: Sequence[Responsibility], name: str) -> bool | None:
    """Whether the unit leads; None where it is not among the units."""
    roles = [u.role for u in units if same_unit(u.normalized, name) or same_unit(u.name, name) or name in u.name]
    return ("lead" in roles) if roles else None
