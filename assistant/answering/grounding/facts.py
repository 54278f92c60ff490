"""Everything in a text that must stand in a source before it may be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.grounding import names
from assistant.answering.grounding.polarity import Denials, read_denials
from assistant.answering.grounding.quantities import Day, Quantity, read_days, read_plans, read_quantities
from assistant.answering.grounding.wording import chunks, content

_TELLING = 3  # fewer words do not tell what a number counts
_PAUSE = re.compile(r"[,。;:!?\n]")
_JOINT = re.compile(r"以及|和|与|及|并")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one normalised text.

    `phrases` are its words phrase by phrase, `settings` those around each quantity, `surroundings` those of
    the wider part of the sentence that it stands in; `headings` are the (opening words, number) of numbered headings.
    """

    text: str
    words: frozenset[str]  # content words
    phrases: tuple[frozenset[str], ...]
    quantities: tuple[Quantity, ...]
    settings: tuple[frozenset[str], ...]
    surroundings: tuple[frozenset[str], ...]
    days: tuple[Day, ...]
    plans: frozenset[str]
    document_numbers: tuple[tuple[str, str, str], ...]
    clause_refs: frozenset[tuple[str, int]]
    quotations: tuple[str, ...]
    headings: frozenset[tuple[str, int]]
    units: tuple[str, ...]
    places: tuple[str, ...]
    links: tuple[str, ...]
    denials: Denials

    @property
    def exact(self) -> bool:
        """True if there is any number, date, denial, reference or quotation."""
        return bool(
            [q for q in self.quantities if not q.idle] or self.days or self.plans or self.document_numbers
            or self.clause_refs or self.quotations or self.links or self.denials.heads
        )  # fmt: skip

    @property
    def stated(self) -> bool:
        """True if there is anything to verify beyond plain words."""
        return self.exact or bool(self.units or self.places)


def read_facts(text: str, *, named: bool = True) -> Facts:
    """Facts of a normalised text.

    Without `named`, as of a source, phrases and names are left out. With it, as of a claim, 《titles》 count as quoted
    words only, so that the year in a title is not taken for a date that the claim gives.
    """
    plain = names.without_document_numbers(names.without_titles(text) if named else text)
    days = read_days(plain)
    refs = names.clause_refs(text)
    quantities = tuple(
        q
        for q in read_quantities(plain, days)
        if not (q.ordinal and q.unit in ("条", "部分", "章", "节", "款", "项", "点"))
    )
    wordy = _blank(
        names.without_titles(text), [(q.start, q.end) for q in quantities] + [(d.start, d.end) for d in days]
    )
    phrases = tuple(frozenset(content(wordy[a:b])) for a, b in chunks(wordy)) if named else ()
    return Facts(
        text=text,
        words=frozenset().union(*phrases),
        phrases=phrases,
        quantities=quantities,
        settings=_settings(wordy, quantities),
        surroundings=tuple(_surroundings(wordy, quantities)) if named else (),
        days=tuple(days),
        plans=frozenset(read_plans(plain)),
        document_numbers=tuple(names.document_numbers(text)),
        clause_refs=frozenset(refs),
        headings=frozenset(names.headings(text)),
        quotations=tuple(names.quotations(text)) if named else (),
        units=tuple(names.unit_names(text)) if named else (),
        places=tuple(names.place_names(text)) if named else (),
        links=tuple(names.links(text)) if named else (),
        denials=read_denials(text),
    )


def _blank(text: str, ranges: list[tuple[int, int]]) -> str:
    for start, end in ranges:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _settings(text: str, quantities: tuple[Quantity, ...]) -> tuple[frozenset[str], ...]:
    """Content words of the phrase around each quantity; of the phrase before it too, where there are few."""
    if not quantities:
        return ()
    ranges = list(chunks(text))
    found = []
    for quantity in quantities:
        at = next((i for i, (a, b) in enumerate(ranges) if a <= quantity.start < b), None)
        if at is None:
            found.append(frozenset[str]())
            continue
        words = content(_part(text, ranges[at], quantity, quantities))
        if len(words) < 2 and at and not any(ranges[at - 1][0] <= q.start < ranges[at - 1][1] for q in quantities):
            words |= content(text[slice(*ranges[at - 1])])
        found.append(frozenset(words))
    return tuple(found)


def _surroundings(text: str, quantities: tuple[Quantity, ...]) -> Iterator[frozenset[str]]:
    """Content words between the commas or stops around each quantity, and before those where there are few."""
    ends = [0, *(m.end() for m in _PAUSE.finditer(text)), len(text) + 1]
    for quantity in quantities:
        at = next(i for i, (a, b) in enumerate(pairwise(ends)) if a <= quantity.start < b)
        words = content(text[ends[at] : ends[at + 1]])
        while len(words) < _TELLING and at:
            at -= 1
            words |= content(text[ends[at] : ends[at + 1]])
        yield frozenset(words)


def _part(text: str, phrase: tuple[int, int], quantity: Quantity, quantities: tuple[Quantity, ...]) -> str:
    """The side of an `和` that the quantity stands on, where each side has a number of its own."""
    start, end = phrase
    if "分别" in text[start:end]:
        return text[start:end]
    for joint in _JOINT.finditer(text, start, end):
        left = any(start <= q.start < joint.start() for q in quantities)
        right = any(joint.end() <= q.start < end for q in quantities)
        if left and right:
            start, end = (start, joint.start()) if quantity.start < joint.start() else (joint.end(), end)
    return text[start:end]
