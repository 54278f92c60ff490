"""The promise of the gate, measured: of good answers nearly all passes, of corrupted ones no changed fact."""

from __future__ import annotations

import pytest

from assistant.answering.grounding import check
from eval.fit_grounding import Measured, check_streamed, measure
from eval.mutations import MUTATIONS, good_answers, read_policies


@pytest.fixture(
    scope="module",
    params=[(check, 1), (check_streamed, 1), (check, 2), (check, 3)],
    ids=["whole 1", "streamed 1", "whole 2", "whole 3"],
)
def measured(shipped_corpus, request) -> Measured:
    ground, seed = request.param
    return measure(good_answers(read_policies(shipped_corpus), count=300, seed=seed), ground, seed=seed + 1)


def test_no_changed_number_unit_date_clause_place_or_organisation_comes_through(measured):
    assert [leak for leak in measured.leaked if leak[0] != "citation"] == []


def test_every_wrong_mark_is_led_back_or_removed(measured):
    assert [leak for leak in measured.leaked if leak[0] == "citation"] == []


def test_at_most_three_in_a_hundred_good_sentences_are_removed(measured):
    assert measured.removed_share <= 0.03, measured.removed


def test_every_mutation_was_tried_often_enough_to_tell(measured):
    assert set(measured.corrupted) == set(MUTATIONS)
    assert sum(measured.corrupted.values()) >= 1000
    assert min(measured.corrupted.values()) >= 15


def test_unseen_policies_fare_as_well(dev_corpus):
    measured = measure(good_answers(read_policies(dev_corpus), count=200))
    assert measured.removed_share <= 0.03, measured.removed
    assert len(measured.leaked) <= 0.001 * sum(measured.corrupted.values()), measured.leaked
