from __future__ import annotations

import pytest

from eval.comparison import compare
from eval.report import compare_markdown
from tests.eval.builders import row, run_of

BEFORE = run_of(*(row(f"q{i}", score=1.0 if i < 4 else 0.0) for i in range(8)))
AFTER = run_of(*(row(f"q{i}", score=1.0 if i >= 3 else 0.0) for i in range(9)))


def test_differences_are_paired_and_flips_are_counted_both_ways() -> None:
    found = {item.metric: item for item in compare(BEFORE, AFTER).overall}["answer"]
    assert (found.before, found.after, found.n) == (0.5, 0.625, 8)
    assert (found.won, found.lost) == (4, 3)
    assert found.p == pytest.approx(1.0)
    assert not found.certain


def test_a_clear_difference_is_certain() -> None:
    worse = run_of(*(row(f"q{i}", score=0.0) for i in range(20)))
    better = run_of(*(row(f"q{i}") for i in range(20)))
    found = {item.metric: item for item in compare(worse, better).overall}["answer"]
    assert found.certain
    assert found.p is not None
    assert found.p < 0.001


def test_questions_that_only_one_run_has_are_named() -> None:
    assert compare(BEFORE, AFTER).only_after == ("q8",)


def test_flipped_questions_are_shown_with_both_answers() -> None:
    text = compare_markdown(compare(BEFORE, AFTER), "旧", "新")
    assert "翻转的题(7)" in text
    assert "由错变对" in text
    assert "由对变错" in text
    assert "旧(answered):120家" in text


def test_scores_that_are_missing_on_one_side_are_left_out_of_the_pairs() -> None:
    bare = run_of(row("q0", scores={"answer": None}), row("q1", scores={"answer": 1.0}))
    full = run_of(row("q0"), row("q1"))
    assert {item.metric: item.n for item in compare(bare, full).overall} == {"answer": 1}
