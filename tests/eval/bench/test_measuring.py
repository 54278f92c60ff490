"""Figures say what was measured and whether it is enough."""

import pytest

from eval.bench.measuring import Aim, Figure, peak_mb, percentile, ratio, resident_mb, tabulate


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([3.0, 1.0, 2.0], 0.5, 2.0), ([1.0, 2.0, 3.0, 4.0], 0.95, 4.0), (range(1, 101), 0.99, 99), ([7.0], 0.5, 7.0)],
)
def test_a_percentile_is_one_of_the_values(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_ratios_are_taken_round_by_round() -> None:
    ask, embed = Figure("ask", (20.0, 60.0, 30.0)), Figure("embedding", (10.0, 20.0, 15.0))
    assert ratio("ask / embedding", ask, embed).values == (2.0, 3.0, 2.0)


@pytest.mark.parametrize(
    ("aim", "value", "met"),
    [(Aim(1.3), 1.3, True), (Aim(1.3), 1.4, False), (Aim(0.85, "high"), 0.9, True), (Aim(0.85, "high"), 0.8, False)],
)
def test_an_aim_is_met_on_its_own_side(aim: Aim, value: float, met: bool) -> None:
    assert aim.met_by(value) is met


def test_a_table_shows_median_spread_and_verdict() -> None:
    table = tabulate(
        [Figure("`ask`, p50", (12.0, 18.5, 10.0), "ms", Aim(11)), Figure("memory", (400.4,), "MB", digits=0)]
    )
    assert table.splitlines()[2:] == [
        "| `ask`, p50 | 12.0 (10.0 to 18.5) ms | ≤ 11 | **no** |",
        "| memory | 400 MB |  |  |",
    ]


def test_peak_memory_is_no_less_than_what_is_held() -> None:
    assert peak_mb() >= resident_mb() * 0.9 > 1
