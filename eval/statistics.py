"""Means with intervals, and whether the difference between two runs is noise."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

RESAMPLES = 1000
_Z = 1.959963984540054  # 97.5% quantile of the normal distribution


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `n` values with a 95% interval; NaN throughout where there is no value."""

    mean: float
    low: float
    high: float
    n: int


def wilson(successes: float, n: int) -> tuple[float, float]:
    """The 95% score interval of a rate; (0, 1) where nothing was counted."""
    if n == 0:
        return 0.0, 1.0
    rate, square = successes / n, _Z * _Z
    centre = (rate + square / (2 * n)) / (1 + square / n)
    half = _Z * math.sqrt(rate * (1 - rate) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def percentile(values: Sequence[float], share: float) -> float:
    """Linear interpolation between the two nearest values; NaN of nothing."""
    if not values:
        return math.nan
    ordered = sorted(values)
    position = (len(ordered) - 1) * share
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def bootstrap(values: Sequence[float], *, seed: int = 0, resamples: int = RESAMPLES) -> tuple[float, float]:
    """The 95% percentile interval of the mean, the same for the same values."""
    generator = random.Random(seed)  # noqa: S311 (statistics, not secrets)
    count = len(values)
    means = [sum(generator.choices(values, k=count)) / count for _ in range(resamples)]
    return percentile(means, 0.025), percentile(means, 0.975)


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of some scores: Wilson for rates (all 0 or 1), bootstrap otherwise."""
    if not values:
        return Estimate(math.nan, math.nan, math.nan, 0)
    mean = sum(values) / len(values)
    rate = all(value in (0.0, 1.0) for value in values)
    low, high = wilson(sum(values), len(values)) if rate else bootstrap(values)
    return Estimate(mean, low, high, len(values))


def mcnemar(won: int, lost: int) -> float:
    """The exact two-sided p-value that `won` and `lost` flips come from a fair coin."""
    flips = won + lost
    if flips == 0:
        return 1.0
    tail = sum(math.comb(flips, k) for k in range(min(won, lost) + 1))
    return min(1.0, 2 * math.ldexp(tail, -flips))
