"""Setting right what a question takes for granted: a number, a date, a person or a unit that the clause has not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.figures import figures_agree
from assistant.answering.extractive.passage import choose_sentences
from assistant.answering.extractive.units import acting_sentence, acting_units, leads, units_for
from assistant.answering.grounding.quantities import Day, read_days
from assistant.question.wording import load_wordings
from assistant.retrieval.matching import normalized
from assistant.retrieval.ranking import Ranked

DIFFERS = "文件的规定与您说的不同："
AGREES = "文件中确有这样的规定："


def correct(draft: Draft, desk: Desk, ranked: Ranked, *, units: bool) -> None:
    """Say whether the clause agrees with all that is asserted: a number, with one or with `units` a unit as well."""
    by_units = bool(desk.asked.units) and (units or bool(desk.asked.numbers))
    agree = _units_agree(desk, ranked, doing=not units) if by_units else None
    told = [agree, numbers_agree(desk, ranked)]
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


def numbers_agree(desk: Desk, ranked: Ranked) -> bool | None:
    """Whether what would be said of the clause states the figures asserted; None where it has none of their kind."""
    return figures_agree(desk.asked, "".join(s.sentence.text for s in choose_sentences(desk, ranked)))


def _units_agree(desk: Desk, ranked: Ranked, *, doing: bool) -> bool | None:
    """Whether the clause gives the units that are asserted; with `doing` it suffices that one does what is said."""
    if not asserts(desk):
        return None
    best, clause = ranked.best, ranked.evidence.clause
    if doing and best:
        acting = acting_units(desk, clause, best.sentence.span, asserted=True)
        found_there = (name in best.sentence.text or leads(acting, name) is not None for name in desk.asked.units)
        if any(found_there):
            return True
    _, units = units_for(desk, clause, best.sentence.span if best else None)
    duty = acting_sentence(desk, ranked) if not units else None
    units = acting_units(desk, clause, duty, asserted=True) if duty else units
    if not units:
        return None
    asks_lead = "lead" in desk.asked.unit_roles or "牵头" in desk.asked.text
    found = [leads(units, name) for name in desk.asked.units]
    return all(lead is not None and (lead or not asks_lead) for lead in found)
