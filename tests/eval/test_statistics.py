from __future__ import annotations

import math

import pytest

from eval.statistics import bootstrap, estimate, mcnemar, percentile, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(0, 0, 0.0, 1.0), (10, 10, 0.7225, 1.0), (0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433), (50, 100, 0.4038, 0.5962)],
)
def test_wilson_gives_the_published_intervals(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(
    ("won", "lost", "p"), [(0, 0, 1.0), (5, 0, 0.0625), (0, 10, 2 / 1024), (3, 3, 1.0), (7, 1, 18 / 256)]
)
def test_mcnemar_is_the_exact_binomial_test(won: int, lost: int, p: float) -> None:
    assert mcnemar(won, lost) == pytest.approx(p)
    assert mcnemar(lost, won) == pytest.approx(p)


@pytest.mark.parametrize(("share", "value"), [(0.0, 1.0), (0.5, 2.5), (0.95, 3.85), (1.0, 4.0)])
def test_percentiles_interpolate(share: float, value: float) -> None:
    assert percentile([4, 1, 3, 2], share) == pytest.approx(value)


def test_a_bootstrap_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [0.1, 0.5, 0.9, 0.4, 0.6]
    low, high = bootstrap(values)
    assert low < 0.5 < high
    assert (low, high) == bootstrap(values)


def test_nothing_scored_is_nan_and_not_zero() -> None:
    empty = estimate([])
    assert empty.n == 0
    assert math.isnan(empty.mean)


def test_rates_get_the_interval_of_rates_and_means_that_of_means() -> None:
    assert estimate([1.0, 1.0]).low == pytest.approx(wilson(2, 2)[0])
    assert estimate([0.5, 0.5]).low == pytest.approx(0.5)
