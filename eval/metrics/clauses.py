"""Is the right clause cited, and found?"""

from __future__ import annotations

from dataclasses import dataclass

from eval.datasets.schema import Gold
from eval.matching import hits, plain
from eval.metrics.model import Better, Observation


def _bearing(seen: Observation) -> tuple[Gold, ...]:
    return tuple(gold for gold in seen.question.gold if gold.need != "extra")


def hit_ranks(seen: Observation) -> list[int]:
    """1-based positions of the citations that are of a clause bearing the answer."""
    return [
        rank
        for rank, citation in enumerate(seen.answer.citations, start=1)
        if any(hits(gold, citation, seen.corpus.stems.get(citation.doc_id, "")) for gold in _bearing(seen))
    ]


@dataclass(frozen=True, slots=True)
class HitAt1:
    """1 where the first citation is of a clause that bears the answer."""

    name: str = "hit@1"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        return float(1 in hit_ranks(seen)) if seen.should_cite else None


@dataclass(frozen=True, slots=True)
class HitAny:
    """1 where any citation is of a clause that bears the answer."""

    name: str = "hit@any"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        return float(bool(hit_ranks(seen))) if seen.should_cite else None


def _retrieved_ranks(seen: Observation) -> list[int]:
    wanted = [(gold.doc, plain(gold.quote)) for gold in _bearing(seen)]
    return [
        rank
        for rank, (doc_id, text) in enumerate(seen.retrieved, start=1)
        if any(doc == seen.corpus.stems.get(doc_id) and quote in plain(text) for doc, quote in wanted)
    ]


@dataclass(frozen=True, slots=True)
class RetrievedAt:
    """1 where a clause that bears the answer is among the first k that search found."""

    k: int = 8
    better: Better = "higher"

    @property
    def name(self) -> str:
        return f"retrieved@{self.k}"

    def score(self, seen: Observation) -> float | None:
        if not seen.should_cite or not seen.retrieved:
            return None
        return float(any(rank <= self.k for rank in _retrieved_ranks(seen)))


@dataclass(frozen=True, slots=True)
class ReciprocalRank:
    """1/rank of the first clause bearing the answer among those that search found; 0 where there is none."""

    name: str = "mrr"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        if not seen.should_cite or not seen.retrieved:
            return None
        return next((1 / rank for rank in _retrieved_ranks(seen)), 0.0)
