"""Everything in a text that must stand in a source before it may be said."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.grounding import names
from assistant.answering.grounding.polarity import Denials, read_denials
from assistant.answering.grounding.quantities import Day, Quantity, read_days, read_plans, read_quantities
from assistant.answering.grounding.wording import chunks, content


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one normalised text. `words` are its content words, `settings` those around each quantity."""

    text: str
    words: frozenset[str]
    quantities: tuple[Quantity, ...]
    settings: tuple[frozenset[str], ...]
    days: tuple[Day, ...]
    plans: frozenset[str]
    document_numbers: tuple[tuple[str, str, str], ...]
    clause_refs: frozenset[tuple[str, int]]
    quotations: tuple[str, ...]
    units: tuple[str, ...]
    places: tuple[str, ...]
    links: tuple[str, ...]
    denials: Denials

    @property
    def stated(self) -> bool:
        """True if there is anything to verify beyond plain words."""
        return bool(
            [q for q in self.quantities if not q.idle] or self.days or self.plans or self.document_numbers
            or self.clause_refs or self.quotations or self.units or self.places or self.links or self.denials.heads
        )  # fmt: skip


def read_facts(text: str) -> Facts:
    """Facts of a normalised text."""
    plain = names.without_document_numbers(text)
    days = read_days(plain)
    refs = names.clause_refs(text)
    quantities = tuple(
        q
        for q in read_quantities(plain, days)
        if not (q.ordinal and q.unit in ("条", "部分", "章", "节", "款", "项", "点"))
    )
    wordy = _blank(text, [(q.start, q.end) for q in quantities] + [(d.start, d.end) for d in days])
    return Facts(
        text=text,
        words=frozenset(content(wordy)),
        quantities=quantities,
        settings=_settings(wordy, quantities),
        days=tuple(days),
        plans=frozenset(read_plans(plain)),
        document_numbers=tuple(names.document_numbers(text)),
        clause_refs=frozenset(refs),
        quotations=tuple(names.quotations(text)),
        units=tuple(names.unit_names(text)),
        places=tuple(names.place_names(text)),
        links=tuple(names.links(text)),
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
        words = content(text[slice(*ranges[at])])
        if len(words) < 2 and at:
            words |= content(text[slice(*ranges[at - 1])])
        found.append(frozenset(words))
    return tuple(found)
