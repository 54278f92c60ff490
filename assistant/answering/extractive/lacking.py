"""Of what a question is about a document has not a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.passage import names_things
from assistant.answering.extractive.units import units_for
from assistant.retrieval.matching import normalized, strengths
from assistant.retrieval.parties import parties_in
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.things import (
    asks_grant,
    hazards_in,
    is_spoken_of,
    things_asked_after,
    things_in_charge,
    things_paid_for,
)
from ingestion.model import Document

_IN_CHARGE = re.compile(r"负责|牵头|承担|主管|由")
_HALF = 0.5  # of a word: less of it tells nothing


def is_of_another_thing(desk: Desk, ranked: Ranked) -> bool:
    """Whether the document lacks the hazard, what is paid for or asked after, or a thing in charge of nobody."""
    asked, document = desk.asked, ranked.evidence.document
    paid_for = asked.kind == "value" and not asked.numbers and not names_things(asked.text)
    if lacking(desk, document, _things_in(asked.text, asked.terms, paid_for=paid_for)):
        return True
    in_charge = things_in_charge(asked.text, asked.terms) if asked.kind == "units" else []
    return bool(lacking(desk, document, in_charge)) and not _assigns(desk, ranked)


@lru_cache(maxsize=64)  # asked of one clause after the other
def _things_in(question: str, words: tuple[str, ...], *, paid_for: bool) -> tuple[str, ...]:
    things = hazards_in(question, words) + things_asked_after(question, words)
    return (*things, *(things_paid_for(question, words) if paid_for else ()))


def lacking(desk: Desk, document: Document, things: Sequence[str]) -> list[str]:
    """Those of the things on which the document has not a word."""
    about = [t for t in desk.terms if t.text in map(normalized, things)]
    told = [document.title.lower(), desk.text(document.id).lower()] if about else []  # too long to be normalized
    unsaid = (t for t in about if max(strengths(t, told)) < _HALF)
    granted = asks_grant(desk.asked.text)
    return [t.text for t in unsaid if not any(is_spoken_of(t.text, text, granted=granted) for text in told)]


def is_of_other_parties(desk: Desk, ranked: Ranked) -> bool:
    """Whether the document has not a word on one of the places that are asked about for what they do together."""
    parties = parties_in(desk.asked.text, desk.asked.regions)
    document = ranked.evidence.document
    text = document.title + desk.text(document.id) if parties else ""
    own = "".join(document.region.names) if document.region and parties else ""
    return any(not any(name in own or name in text for name in names) for names in parties)


def _assigns(desk: Desk, ranked: Ranked) -> bool:
    """Whether units were read for the clause, or its best sentence says in words that someone answers for it."""
    said = ranked.best.sentence.text if ranked.best else ""
    return bool(units_for(desk, ranked.evidence.clause)[1] or _IN_CHARGE.search(said))
