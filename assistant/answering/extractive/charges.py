"""Which of the charges that a clause gives to units is meant: by its passage, by what it says of them, by the roles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.parts import all_ask_by_whom, asks_by_whom, own_words, parts_asked
from assistant.model import Role
from assistant.retrieval.matching import normalized, pairs_of
from ingestion.model import Clause, Responsibility, Span

_BEST_FIRST: tuple[Role, ...] = ("lead", "responsible", "support")
_HELP = re.compile(
    r"配合|协助|协办|参[与加]|帮|(?:谁|单位|部门)来?支持|搭把手|打下手|还有谁|(?:还|别的)[^,。?]{0,4}(?:有)?(?:哪|谁|什么)"
)

LEAD_ASKED = re.compile(r"牵头|[挑领打带]头")
_MARK = re.compile(r"[，,；;。：:\n]")
_OPENS = re.compile(r"[（(][^（()）]*$")
_PART = re.compile(r"[（(][^（()）]*[）)]")  # behind a name: what of it all it answers for
_BY = re.compile(r"[^，,；;。：:、（(\n]{2,}由$")
_PART_MAX = 14
_BRIEF = 4  # characters: too few to speak of another matter
# kinds of work that a part of a task is named by
_KINDS = tuple(
    map(
        re.compile,
        (
            "工程|建设|修建|新建|施工|开工|[要来]?盖(?!章)|[建修]造",
            "收费|价格|定价|票价|[水电气]价",
            "资金|经费|补贴|补助|拨付|兑付|出钱|拨款",
            "运营|运行|运维|管护|养护|维护|日常管理",
            "审批|审核|核准|批准|许可",
            "执法|处罚|查处",
            "宣传|宣讲|报道",
        ),
    )
)
_WHO = r"(?:谁|(?:哪|什么)[^,，。?]{0,4}?(?:部门|单位|[局委家个]))(?:来|去|给|管|该|最后)*"
# acts as they are asked for, and as they are said of who does them
_ACTS = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        (rf"{_WHO}(?:罚|查(?!询|看|阅))", "查处|处罚|执法|[检核抽巡稽督]查"),
        (rf"{_WHO}(?:审|批|核)|批不批", "审|核[准定实验]|批准|许可"),
        (rf"{_WHO}(?:[打划拨发](?:[款钱]|放|付|下来|过来|[的呢啊]|$)|兑付)", "拨付|发放|兑[付现]|划[转拨]|拨款|支付"),
    )
)


@dataclass(frozen=True, slots=True)
class _Charge:
    """One bracket, line or passage; `words` is what it says beside the names of its units, `part` right beside them."""

    units: tuple[Responsibility, ...]
    words: str
    part: str = ""

    @property
    def has_helpers(self) -> bool:
        return any(u.role == "support" for u in self.units)


def units_meant(
    desk: Desk, clause: Clause, units: Sequence[Responsibility], focus: Span | None
) -> list[Responsibility]:
    """Of the units of a clause those of `focus`; of several such charges those that are asked about. Each unit once."""
    return each_once(charged(desk, clause, units, focus))


def charged(desk: Desk, clause: Clause, units: Sequence[Responsibility], focus: Span | None) -> list[Responsibility]:
    """The units that are meant, each as often as it is charged with a part."""
    text = desk.text(clause.doc_id)
    asked = own_words(desk.asked.text)
    parts = [_part_said(text, u) for u in units]
    named = {u.scope for u, is_named in zip(units, _named(asked, parts), strict=True) if is_named}
    held = units if all_ask_by_whom(parts_asked(desk.asked)) else _of_focus(units, focus)
    charges = _charges(text, [u for u in units if u in held or u.scope in named], focus)
    if _HELP.search(desk.asked.text) and not any(charge.has_helpers for charge in charges):
        charges = _charges(text, units, focus)
    within = [c for c in charges if focus and focus.contains(c.units[0].scope)]
    near = focus.of(text) if focus and len(within) < 2 else ""  # a sentence that holds several tells none from others
    chosen = _spoken_of(desk, charges, near) if len(charges) > 1 else charges
    found = [u for charge in chosen for u in charge.units]
    if _HELP.search(desk.asked.text) and not any(u.role == "support" for u in found):
        found += _helpers_of(found, units)
    return found


def _of_focus(units: Sequence[Responsibility], focus: Span | None) -> list[Responsibility]:
    if focus is None or len({u.scope for u in units}) == 1:
        return list(units)
    return (
        [u for u in units if u.scope.contains(focus)]
        or [u for u in units if u.scope.start < focus.end and focus.start < u.scope.end]
        or [u for u in units if u.scope.end > focus.start]
        or list(units)
    )


def _charges(text: str, units: Sequence[Responsibility], focus: Span | None) -> list[_Charge]:
    """One for each scope and part of it, in reading order."""
    scopes = sorted({u.scope for u in units}, key=lambda s: (s.start, s.end))
    within_sentence = focus is not None and not any(scope.contains(focus) for scope in scopes)
    charges: list[_Charge] = []
    for at, scope in enumerate(scopes):
        of = tuple(u for u in units if u.scope == scope)
        beside = [other for other in scopes if other.start == scope.start]
        if len(beside) > 1:  # brackets side by side: what each says itself, not what is before them all
            start = scopes[at - 1].end if scope is not beside[0] else min(u.span.start for u in of)
        elif within_sentence:  # 下设救援组（A牵头）、医疗组（B牵头）: what is right before each
            named = min(u.span.start for u in of)
            bracket = _OPENS.search(text, scope.start, named)
            start = _last_mark(text, Span(scope.start, bracket.start() if bracket else named))
        else:
            start = scope.start
        words = Span(start, scope.end).of(text)
        within = [other for other in scopes if other.start > scope.start and scope.contains(other)]
        if within:  # all but the parts that are others'
            words = Span(start, max(start, min(u.span.start for u in of))).of(text)
            for other in within:
                words = words.replace(other.of(text), " ")
        charges += _by_part(text, of, words)
    return charges


def _by_part(text: str, units: Sequence[Responsibility], words: str) -> list[_Charge]:
    """The units of each part, with those who help in all of them; apart from who answers for all but the parts."""
    parts = dict.fromkeys(u.of for u in units if u.of)
    if parts and any(not u.of and u.role != "support" for u in units):
        for part in parts:
            words = words.replace(part, " ")
        rest = tuple(u for u in units if not u.of)
        return [_charge(text, rest, words), *(_Charge(tuple(u for u in units if u.of == of), of) for of in parts)]
    shares = [tuple(u for u in units if u.of in ("", part)) for part in parts] if len(parts) > 1 else [tuple(units)]
    return [_charge(text, shared, words) for shared in shares]


def _charge(text: str, units: tuple[Responsibility, ...], words: str) -> _Charge:
    part = "".join(_part_said(text, unit) for unit in units)
    words += part
    for unit in units:
        words = words.replace(unit.name, " ")
    return _Charge(units, words, part)


def _part_said(text: str, unit: Responsibility) -> str:
    """What the words beside a name say that it answers for: 厕所 of X局（厕所）, 兑付 of 兑付由X局负责."""
    if unit.of:
        return unit.of
    behind = _PART.match(text, unit.span.end)
    before = _BY.search(text, max(0, unit.span.start - _PART_MAX), unit.span.start)
    return (behind[0] if behind else "") + (before[0] if before else "")


def _last_mark(text: str, span: Span) -> int:
    return max((m.end() for m in _MARK.finditer(text, span.start, max(span.start, span.end))), default=span.start)


def _spoken_of(desk: Desk, charges: Sequence[_Charge], near: str) -> list[_Charge]:
    """The charges that each part of the question speaks of; all where its words tell none from the others.

    A part of few words, those of none, is of the one that no other part speaks of: 谁放贷,手续谁办 of A放贷，B经办.
    """
    asking = [part for part in parts_asked(desk.asked) if asks_by_whom(part)]
    parts = [part for part in asking if _tells(part, charges)] if len(asking) > 1 else []
    asked = parts or [desk.asked.text]
    chosen = [charge for part in asked for charge in _fitting(part, near, charges)]
    left = [charge for charge in charges if charge not in chosen]
    briefly = [part for part in asking if part not in parts and len(own_words(part).replace(" ", "")) <= _BRIEF]
    if parts and briefly and len(left) == len(briefly):
        chosen += left
    return [charge for charge in charges if charge in chosen]


def _tells(part: str, charges: Sequence[_Charge]) -> bool:
    """Whether the words of a part are those of a charge, or what it asks for is the act of one."""
    return any(_shared(own_words(part), charges)) or any(_is_act_asked(part, charge) for charge in charges)


def _is_act_asked(part: str, charge: _Charge) -> bool:
    return any(asked.search(part) and said.search(charge.words) for asked, said in _ACTS)


def _fitting(part: str, near: str, charges: Sequence[_Charge]) -> Sequence[_Charge]:
    """By the roles that the question asks for, then by its words, then by the words of the sentence it means."""
    if LEAD_ASKED.search(part):
        charges = [c for c in charges if any(u.role == "lead" for u in c.units)] or charges
    if _HELP.search(part):
        charges = [c for c in charges if c.has_helpers] or charges
    charges = _by_act(part, charges)
    named = _named(own_words(part), [c.part for c in charges])
    charges = [c for c, is_named in zip(charges, named, strict=True) if is_named] or charges
    return _sharing_most(near, _sharing_most(own_words(part), charges))


def _by_act(part: str, charges: Sequence[_Charge]) -> Sequence[_Charge]:
    """By the act that is asked for, or, in X由A承办，B负责培训, by what is said beside what all is of."""
    charges = [c for c in charges if _is_act_asked(part, c)] or charges
    of_all = charges[0].part
    if not of_all.endswith("由") or all(charge.part for charge in charges[1:]):
        return charges
    shared = _counted(own_words(part), [charge.words.replace(of_all, " ") for charge in charges])
    return [c for c, n in zip(charges, shared, strict=True) if n and n == max(shared)] or charges


def _named(asked: str, parts: Sequence[str]) -> list[bool]:
    """Which of the parts the question names; where none, which are the kind of work that it speaks of."""
    named = [n > 0 for n in _counted(asked, parts)]
    if any(named):
        return named
    kinds = [kind for kind in _KINDS if kind.search(asked)]  # 工程 and 项目建设, 定价 and 收费核定
    return [any(kind.search(part) for kind in kinds) for part in parts]


def _sharing_most(words: str, charges: Sequence[_Charge]) -> Sequence[_Charge]:
    shared = _shared(words, charges)
    return [c for c, n in zip(charges, shared, strict=True) if n == max(shared)]


def _shared(words: str, charges: Sequence[_Charge]) -> list[int]:
    """How many pairs of characters of the words stand in what each charge says."""
    return _counted(words, [charge.words for charge in charges])


def _counted(words: str, said: Sequence[str]) -> list[int]:
    pairs = pairs_of(normalized(words))
    return [sum(map(normalized(one).__contains__, pairs)) for one in said]


def _helpers_of(found: Sequence[Responsibility], units: Sequence[Responsibility]) -> list[Responsibility]:
    """Those that help the same units elsewhere in the clause."""
    names = {u.normalized for u in found}
    scopes = {u.scope for u in units if u.normalized in names and u.role != "support"}
    return [u for u in units if u.role == "support" and u.scope in scopes]


def each_once(units: Sequence[Responsibility]) -> list[Responsibility]:
    """Each unit in the best of its roles."""
    best: dict[str, Responsibility] = {}
    for unit in sorted(units, key=lambda u: _BEST_FIRST.index(u.role)):
        best.setdefault(unit.normalized, unit)
    return [u for u in units if best[u.normalized] is u]
