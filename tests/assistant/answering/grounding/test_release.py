"""The gate on a stream: what is shown stays, whatever way the text is cut up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.grounding import Gate, Release, check

CLAUSE = "年内新增市级以上企业研发机构120家,研发投入占比达2.81%。对通过认定的企业给予50万元奖励。"
ANSWER = (
    "政策要求如下:\n- 年内新增市级以上企业研发机构120家。[1]\n- 研发投入占比达9.99%。[1]\n\n"
    "对通过认定的企业给予50万元奖励。[1]企业还可获得住房补贴。[1]"
)
SHOWN = "政策要求如下:\n- 年内新增市级以上企业研发机构120家。[1]\n\n对通过认定的企业给予50万元奖励。[1]"


@pytest.fixture(scope="module")
def gate(make_citation) -> Gate:
    return Gate([make_citation(1, CLAUSE)])


@given(st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=60))
def test_the_way_a_stream_is_cut_up_does_not_matter(gate, sizes):
    release, shown, at = Release(gate), "", 0
    for size in sizes:
        shown += release.feed(ANSWER[at : at + size])
        at += size
    shown += release.feed(ANSWER[at:]) + release.finish()
    assert shown == SHOWN
    assert release.grounded.text == shown
    assert len(release.grounded.report.removed) == 2


def test_a_sentence_is_shown_before_the_next_is_complete(gate):
    release = Release(gate)
    assert release.feed("年内新增市级以上企业研发机构120家。[1]对通过") == "年内新增市级以上企业研发机构120家。[1]"


def test_a_phrase_that_leads_over_to_nothing_is_never_shown(gate):
    release = Release(gate)
    assert release.feed("补贴标准如下:\n- 购房补贴10万元。[1]\n") + release.finish() == ""


def test_a_torn_stream_shows_whole_sentences_only(gate):
    release = Release(gate)
    assert release.feed("年内新增市级以上企业研发机构120家。[1]对通过认定的企业给予50万") != ""
    assert release.finish(torn=True) == ""


def test_stream_and_whole_keep_the_same_sentences(gate, make_citation):
    release = Release(gate)
    shown = release.feed(ANSWER) + release.finish()
    whole = check(ANSWER, [make_citation(1, CLAUSE)])
    assert whole.text.split() == shown.split()
    assert whole.report == release.grounded.report
