"""The offline metrics: deterministic, without a model. `METRICS` is the order in which reports show them."""

from __future__ import annotations

from eval.metrics.citations import CitationPrecision, CitationRecall, MarkerIntegrity, QuoteExactness
from eval.metrics.clauses import HitAny, HitAt1, ReciprocalRank, RetrievedAt
from eval.metrics.facts import AnswerRight, FactRecall, Groundedness, NumberExactness, UnitNameExactness
from eval.metrics.model import Corpus, Metric, Observation
from eval.metrics.refusals import RefusalPrecision, RefusalRecall
from eval.metrics.style import InChinese, Latency, Length
from eval.metrics.units import UnitF1

METRICS: tuple[Metric, ...] = (
    AnswerRight(),
    HitAt1(),
    HitAny(),
    RetrievedAt(k=1),
    RetrievedAt(k=8),
    ReciprocalRank(),
    CitationPrecision(),
    CitationRecall(),
    QuoteExactness(),
    MarkerIntegrity(),
    FactRecall(),
    NumberExactness(),
    UnitNameExactness(),
    UnitF1(),
    UnitF1(role="lead"),
    UnitF1(role="support"),
    UnitF1(role="responsible"),
    RefusalPrecision(),
    RefusalRecall(),
    Groundedness(),
    InChinese(),
    Length(),
    Latency(),
)


def score(seen: Observation) -> dict[str, float | None]:
    """Every offline metric of one answered question."""
    return {metric.name: metric.score(seen) for metric in METRICS}


__all__ = ["METRICS", "Corpus", "Metric", "Observation", "score"]
