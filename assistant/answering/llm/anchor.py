"""Whether a sentence that is true also answers: it rests on the clauses that the extract rests on, with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answering.grounding.facts import Facts, read_facts
from assistant.answering.grounding.wording import normalize
from assistant.model import Citation

_Figure = tuple[Decimal, Decimal, str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What rules and search found to answer the question, which a model's answer must not leave.

    `clauses` are the ids of the clauses that bear the answer; `extract` is its wording where a figure was asked for,
    and empty elsewhere.
    """

    clauses: frozenset[str]
    question: str
    extract: str = ""

    def holds(self, claim: str, cited: Sequence[Citation]) -> bool:
        """True if a claim that stands in the clauses it cites answers the question."""
        if not any(citation.clause_id in self.clauses for citation in cited):
            return False
        wanted, said = read_facts(normalize(self.extract)), read_facts(normalize(claim))
        told = _figures(read_facts(normalize(self.question)))
        if figures := _figures(wanted) - told:
            return bool(figures & _figures(said))
        return not wanted.days or any(day.covers(other) for day in said.days for other in wanted.days)


def _figures(facts: Facts) -> set[_Figure]:
    return {(q.low, q.high, q.unit) for q in facts.quantities if not q.idle}
