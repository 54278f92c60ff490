"""Whether sentences state the figures that a question asserts (是50家吗)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from assistant.answering.grounding.quantities import Day, Quantity, duration_of, read_days, read_quantities
from assistant.model import Understanding
from assistant.question.rhythms import Rhythm, find_rhythms
from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.measures import measure_of

Told = TypeVar("Told", Quantity, Rhythm, Day)

_HALVES = {"半年": "6个月", "半小时": "30分钟", "半个小时": "30分钟"}
_MORE = 2  # characters of a unit of measure that a quantity may end before: 8语种
_REPLACED = re.compile(r'"[^"]{2,}"[^"。]{0,6}(?:修改|修订|调整|变更|更正|改)为')
_SEGMENT = re.compile(r"[^,，、;；。]+")


def figures_agree(asked: Understanding, words: str) -> bool | None:
    """Whether `words` state every figure that the question asserts; None where it asserts none of their kind."""
    stated = normalized(words)
    stated = stated if "改" in asked.text else _REPLACED.sub("", stated)  # the wording that no longer holds
    told = [_agrees(_HALVES.get(number) or normalized(number), stated, asked) for number in asked.numbers]
    agree = [one for one in told if one is not None]
    return all(agree) if agree else None


def _agrees(number: str, words: str, asked: Understanding) -> bool | None:
    """Whether the words state the number where they speak of what is asked; None where they have none of its kind."""
    if rates := {r.rate for r in find_rhythms(number)}:
        stated = {r.rate for r in _nearest(find_rhythms(words), words, asked, number)}
        return bool(rates & stated) if stated else None
    days = read_days(words)
    if asserted := read_days(number):
        alike = [d for d in days if d.year or not asserted[0].year]  # else the year is that of the document
        return any(d.covers(asserted[0]) for d in _nearest(alike, words, asked, number)) if alike else None
    claimed = read_quantities(number, [])
    if not claimed:
        return None
    measure = measure_of(number)
    of_a_kind = [q for q in read_quantities(words, days) if measure.is_in(words[q.start : q.end + _MORE])]
    of_a_kind = [q for q in of_a_kind if q.unit == claimed[0].unit] or of_a_kind
    near = _nearest(of_a_kind, words, asked, number)
    return any(_same(q, claimed[0]) for q in near) if near else None


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether they are the same number; 15天 are not 15个工作日, but 10家 are 10个, and 60分钟 an hour."""
    timed = [duration_of(quantity) for quantity in (one, other)]
    if any(timed):
        return timed[0] == timed[1]
    return (one.low, one.high) == (other.low, other.high)


def _nearest(quantities: Sequence[Told], words: str, asked: Understanding, number: str) -> list[Told]:
    """Those in the parts of a sentence that share most with the part of the question around the number.

    Synonyms are shared as well. Of equals those that share most with all of the question, and of those the shortest.
    The number itself does not count, as it may be wrong.
    """
    question = normalized(asked.text)
    around = (m.group() for m in _SEGMENT.finditer(question) if number in m.group())
    shares = [pairs_of(text.replace(number, " ")) for text in (next(around, question), question)]
    synonyms = {term: tuple(map(normalized, others)) for term, others in asked.expansions.items()}
    segments = []
    for m in _SEGMENT.finditer(words):
        in_others = sum(len(t) for t, others in synonyms.items() if any(other in m.group() for other in others))
        near, alike = (in_others + sum(pair in m.group() for pair in pairs) for pairs in shares)
        segments.append((m.start(), m.end(), (near, alike, -len(m.group()) if near else 0)))
    fits = [max((fit for start, end, fit in segments if start <= q.start < end), default=()) for q in quantities]
    return [q for q, fit in zip(quantities, fits, strict=True) if fit == max(fits)]
