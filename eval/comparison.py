"""Two runs of the same questions: what changed, and whether it is more than noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.run import Row, Run
from eval.statistics import bootstrap, mcnemar


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of B minus mean of A over questions that both scored, with a paired 95% interval.

    `won` and `lost` count the questions that went from 0 to 1 and back, and `p` is McNemar's; None for metrics that
    are not yes or no.
    """

    metric: str
    before: float
    after: float
    low: float
    high: float
    n: int
    won: int | None = None
    lost: int | None = None
    p: float | None = None

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that one run answered right and the other did not."""

    before: Row
    after: Row

    @property
    def improved(self) -> bool:
        return self.after.passed


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences over all questions and by kind, the flips, and what only one run has."""

    overall: tuple[Difference, ...]
    by_kind: dict[str, tuple[Difference, ...]]
    flips: tuple[Flip, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def compare(before: Run, after: Run) -> Comparison:
    """Compare by question id; rows that only one run has are named, not dropped in silence."""
    a, b = ({row.id: row for row in run.rows} for run in (before, after))
    pairs = [(a[row_id], b[row_id]) for row_id in a if row_id in b]
    metrics = [name for name in before.metrics if name in after.metrics]
    kinds = dict.fromkeys(row.kind for row, _ in pairs)
    return Comparison(
        overall=_differences(metrics, pairs),
        by_kind={kind: _differences(metrics, [pair for pair in pairs if pair[0].kind == kind]) for kind in kinds},
        flips=tuple(Flip(x, y) for x, y in pairs if x.passed != y.passed),
        only_before=tuple(row_id for row_id in a if row_id not in b),
        only_after=tuple(row_id for row_id in b if row_id not in a),
    )


def _differences(metrics: Sequence[str], pairs: Sequence[tuple[Row, Row]]) -> tuple[Difference, ...]:
    found = (_difference(name, pairs) for name in metrics)
    return tuple(difference for difference in found if difference is not None)


def _difference(metric: str, pairs: Sequence[tuple[Row, Row]]) -> Difference | None:
    scored = [(x.scores.get(metric), y.scores.get(metric)) for x, y in pairs]
    both = [(x, y) for x, y in scored if x is not None and y is not None and math.isfinite(x) and math.isfinite(y)]
    if not both:
        return None
    count = len(both)
    low, high = bootstrap([y - x for x, y in both])
    plain = Difference(metric, sum(x for x, _ in both) / count, sum(y for _, y in both) / count, low, high, count)
    if any(value not in (0.0, 1.0) for pair in both for value in pair):
        return plain
    won = sum(x < y for x, y in both)
    lost = sum(x > y for x, y in both)
    return Difference(metric, plain.before, plain.after, low, high, count, won=won, lost=lost, p=mcnemar(won, lost))
