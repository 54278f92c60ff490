"""Setting right what a question takes for granted: a number, a date, a person or a unit that the clause has not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.passage import choose_sentences
from assistant.answering.extractive.units import acting_sentence, acting_units, leads, units_for
from assistant.answering.grounding.quantities import Day, Quantity, read_days, read_quantities
from assistant.question.rhythms import Rhythm, find_rhythms
from assistant.question.wording import load_wordings
from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.measures import measure_of
from assistant.retrieval.ranking import Ranked

Told = TypeVar("Told", Quantity, Rhythm)
DIFFERS = "文件的规定与您说的不同："
AGREES = "文件中确有这样的规定："
_TIMES = {"年", "月", "个月", "周", "日", "工作日", "小时", "分钟"}
_MORE = 2  # characters of a unit of measure that a quantity may end before: 8语种
_SEGMENT = re.compile(r"[^,，、;；。]+")


def correct(draft: Draft, desk: Desk, ranked: Ranked, *, units: bool) -> None:
    """Say whether the clause agrees with all that is asserted: a number, with one or with `units` a unit as well."""
    by_units = bool(desk.asked.units) and (units or bool(desk.asked.numbers))
    told = [_units_agree(desk, ranked) if by_units else None, _numbers_agree(desk, ranked)]
    known = [agrees for agrees in told if agrees is not None]
    say_whether(draft, agrees=all(known) if known else None)


def say_whether(draft: Draft, *, agrees: bool | None) -> None:
    """Say that the documents agree or differ; nothing where that is not known."""
    if agrees is not None:
        draft.facts.append(AGREES if agrees else DIFFERS)
        draft.say(draft.facts[-1])


def asserts(desk: Desk) -> bool:
    """Whether the question wants something confirmed (是X吗, 对吧)."""
    return load_wordings().has("assertion", desk.asked.text)


def dates_agree(desk: Desk, days: Sequence[date]) -> bool | None:
    """Whether all dates that the question asserts are among `days`; None where it asserts none."""
    asserted = [day for number in desk.asked.numbers for day in read_days(normalized(number))]
    known = [Day(d.year, d.month, d.day) for d in days]
    return all(any(k.covers(day) for k in known) for day in asserted) if asserted and known else None


def _numbers_agree(desk: Desk, ranked: Ranked) -> bool | None:
    return figures_agree(desk, "".join(s.sentence.text for s in choose_sentences(desk, ranked)))


def figures_agree(desk: Desk, words: str) -> bool | None:
    """Whether `words` state every figure that the question asserts; None where it asserts none of their kind."""
    told = [_agrees(normalized(number), normalized(words), desk) for number in desk.asked.numbers]
    agree = [one for one in told if one is not None]
    return all(agree) if agree else None


def _agrees(number: str, words: str, desk: Desk) -> bool | None:
    """Whether the words state the number where they speak of what is asked; None where they have none of its kind."""
    if rates := {r.rate for r in find_rhythms(number)}:
        stated = {r.rate for r in _nearest(find_rhythms(words), words, desk)}
        return bool(rates & stated) if stated else None
    days = read_days(words)
    if asserted := read_days(number):
        alike = [d for d in days if d.year or not asserted[0].year]  # else the year is that of the document
        return any(d.covers(asserted[0]) for d in alike) if alike else None
    claimed = read_quantities(number, [])
    if not claimed:
        return None
    measure = measure_of(number)
    of_a_kind = [q for q in read_quantities(words, days) if measure.is_in(words[q.start : q.end + _MORE])]
    near = _nearest(of_a_kind, words, desk)
    return any(_same(q, claimed[0]) for q in near) if near else None


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether they are the same number; 15天 are not 15个工作日, but 10家 are 10个."""
    timed = {one.unit, other.unit} & _TIMES
    return (one.low, one.high) == (other.low, other.high) and (one.unit == other.unit or not timed)


def _nearest(quantities: Sequence[Told], words: str, desk: Desk) -> list[Told]:
    """Those in the parts of a sentence that share most with the question."""
    pairs = pairs_of(normalized(desk.asked.text))
    segments = [(m.start(), m.end(), sum(pair in m.group() for pair in pairs)) for m in _SEGMENT.finditer(words)]
    fits = [max((fit for start, end, fit in segments if start <= q.start < end), default=0) for q in quantities]
    return [q for q, fit in zip(quantities, fits, strict=True) if fit == max(fits)]


def _units_agree(desk: Desk, ranked: Ranked) -> bool | None:
    if not asserts(desk):
        return None
    best, clause = ranked.best, ranked.evidence.clause
    _, units = units_for(desk, clause, best.sentence.span if best else None)
    duty = acting_sentence(desk, ranked) if not units else None
    units = acting_units(desk, clause, duty, asserted=True) if duty else units
    if not units:
        return None
    asks_lead = "lead" in desk.asked.unit_roles or "牵头" in desk.asked.text
    found = [leads(units, name) for name in desk.asked.units]
    return all(lead is not None and (lead or not asks_lead) for lead in found)
