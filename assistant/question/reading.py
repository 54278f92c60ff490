"""One question on its own, with where each name stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import Understanding
from assistant.question.document_numbers import FoundDocument
from assistant.question.kinds import Kind
from assistant.question.mentions import FoundPlace
from assistant.question.references import FoundReference
from assistant.question.terms import Terms
from assistant.question.times import FoundTime
from assistant.question.units import FoundUnit


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in `text`, in reading order, and what it comes to."""

    text: str
    places: Sequence[FoundPlace]
    documents: Sequence[FoundDocument]
    times: Sequence[FoundTime]
    references: Sequence[FoundReference]
    units: Sequence[FoundUnit]
    terms: Terms
    kind: Kind
    understanding: Understanding

    @property
    def subjects(self) -> list[FoundPlace]:
        """The places asked about."""
        return [p for p in self.places if p.mention.subject]
