"""Tokens of a question meet the nearest tokens of a clause."""

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.retrieval.alignment import align
from ingestion.knowledge.embedding import Embedding, Tokens


def asking(tokens: Tokens, *weights: float) -> Embedding:
    """A question of such tokens; all count the same where no weights are told."""
    counts = np.array(weights or [1 / max(len(tokens), 1)] * len(tokens), dtype=np.float32)
    return Embedding(np.zeros(2, dtype=np.float32), tokens, counts)


def tokens(*directions: Sequence[float]) -> Tokens:
    rows = np.array(directions, dtype=np.float32)
    return np.asarray(np.round(127 * rows / np.linalg.norm(rows, axis=1, keepdims=True)), dtype=np.int8)


EAST, NORTH, BETWEEN = (1, 0), (0, 1), (1, 1)


def test_each_token_of_the_question_counts_by_the_nearest_of_the_clause() -> None:
    found = align(asking(tokens(EAST, NORTH)), [tokens(NORTH, EAST, BETWEEN), tokens(EAST), tokens(BETWEEN)])
    assert found == pytest.approx([1, 0.5, 0.707], abs=0.01)


def test_clauses_do_not_take_part_in_one_another() -> None:
    asked, clauses = asking(tokens(EAST, BETWEEN)), [tokens(EAST), tokens(NORTH, NORTH), tokens(BETWEEN)]
    assert align(asked, clauses) == [align(asked, [clause])[0] for clause in clauses]


def test_nothing_is_aligned_with_nothing() -> None:
    empty = np.empty((0, 2), dtype=np.int8)
    assert align(asking(empty), [tokens(EAST)]) == [0.0]
    assert align(asking(tokens(EAST)), []) == []


def test_what_a_long_question_says_at_last_does_not_count() -> None:
    long = asking(np.repeat(tokens(EAST, NORTH), (128, 500), axis=0))
    assert align(long, [tokens(EAST)]) == pytest.approx([1])


def test_a_token_counts_by_its_weight() -> None:
    assert align(asking(tokens(EAST, NORTH), 0.75, 0.25), [tokens(EAST), tokens(NORTH)]) == pytest.approx([0.75, 0.25])
