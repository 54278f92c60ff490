"""Setting right what a question takes for granted: a number, a date or a unit that the clause does not bear."""

from __future__ import annotations

import re

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.passage import choose_sentences
from assistant.answering.extractive.units import leads, units_for
from assistant.retrieval.matching import normalized
from assistant.retrieval.ranking import Ranked

DIFFERS = "文件的规定与您说的不同："
AGREES = "文件中确有这样的规定："
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_DATE = re.compile(r"(\d{4}年)(\d{1,2}月)?")
_YEAR = re.compile(r"\d{4}年")


def correct(draft: Draft, desk: Desk, ranked: Ranked) -> None:
    """Say whether the clause agrees, where the question asserts a number or a unit; else say nothing."""
    agrees = (
        _units_agree(desk, ranked) if desk.asked.units and desk.asked.kind == "units" else _numbers_agree(desk, ranked)
    )
    if agrees is not None:
        draft.say(AGREES if agrees else DIFFERS)


def _numbers_agree(desk: Desk, ranked: Ranked) -> bool | None:
    words = normalized("".join(s.sentence.text for s in choose_sentences(desk, ranked)))
    stated = set(_FIGURE.findall(words))
    agree: list[bool] = []
    for number in desk.asked.numbers:
        if (date := _DATE.fullmatch(number)) is None:
            agree.append(set(_FIGURE.findall(normalized(number))) <= stated)
        elif _YEAR.search(words):  # else the year is that of the document
            agree.append(date[1] in words and (not date[2] or date[2] in words))
    return all(agree) if agree else None


def _units_agree(desk: Desk, ranked: Ranked) -> bool | None:
    if not re.search(r"吗|吧|是不是|是否|对不对|对吗|没错", desk.asked.original):
        return None
    best = ranked.best
    _, units = units_for(desk, ranked.evidence.clause, best.sentence.span if best else None)
    if not units:
        return None
    asks_lead = "lead" in desk.asked.unit_roles or "牵头" in desk.asked.text
    found = [leads(units, name) for name in desk.asked.units]
    return all(lead is not None and (lead or not asks_lead) for lead in found)
