"""Are the citations the right ones, all of them, and word for word?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.matching import hits
from eval.metrics.model import Better, Observation

_MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class CitationPrecision:
    """Share of the citations that are of a gold clause (extra ones included)."""

    name: str = "citation_precision"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        if not seen.should_cite or not seen.answer.citations:
            return None
        stems, gold = seen.corpus.stems, seen.question.gold
        right = [any(hits(g, c, stems.get(c.doc_id, "")) for g in gold) for c in seen.answer.citations]
        return sum(right) / len(right)


@dataclass(frozen=True, slots=True)
class CitationRecall:
    """Share of the clauses that must be cited that are; the "either" clauses count as one."""

    name: str = "citation_recall"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        if not seen.should_cite:
            return None
        stems = seen.corpus.stems
        cited = {
            index
            for index, gold in enumerate(seen.question.gold)
            if any(hits(gold, c, stems.get(c.doc_id, "")) for c in seen.answer.citations)
        }
        needs = [gold.need for gold in seen.question.gold]
        found = [index in cited for index, need in enumerate(needs) if need == "must"]
        if "either" in needs:
            found.append(any(index in cited for index, need in enumerate(needs) if need == "either"))
        return sum(found) / len(found)


@dataclass(frozen=True, slots=True)
class QuoteExactness:
    """Share of the citations whose span of the canonical text is the quote, character for character."""

    name: str = "quote_exactness"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        citations = seen.answer.citations
        if not citations:
            return None
        exact = [seen.corpus.texts.get(c.doc_id, "")[c.start : c.end] == c.quote and bool(c.quote) for c in citations]
        return sum(exact) / len(exact)


@dataclass(frozen=True, slots=True)
class MarkerIntegrity:
    """1 where every [n] of the answer is a citation and every citation is used; the contract, so it gates at 1."""

    name: str = "marker_integrity"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        used = {int(number) for number in _MARKER.findall(seen.answer.answer)}
        return float(used == {citation.index for citation in seen.answer.citations})
