"""Asking is timed question by question beside the embedding alone."""

from eval.bench.asking import Round, report_asks


def test_the_ratio_is_of_the_medians_of_each_round() -> None:
    fast = Round(embed=[10.0, 10.0, 30.0], ask=[12.0, 13.0, 90.0], stages={"compose": [5.0, 6.0, 50.0]})
    slow = Round(embed=[20.0, 20.0, 60.0], ask=[40.0, 40.0, 99.0], stages={"compose": [9.0, 9.0, 9.0]})
    figures = {figure.name: figure.values for figure in report_asks([fast, slow])}
    assert figures["`ask` p50 / embedding p50"] == (1.3, 2.0)
    assert figures["stage compose, p50"] == (6.0, 9.0)
