"""Clauses made ready for ranking: words in brackets that stand for others."""

import pytest

from assistant.retrieval.wordings import with_alternatives


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("每半年清洗水池(箱)一次", "年清洗水箱一次"),
        ("取得执业(助理)医师资格", "取得助理医师"),
        ("各居(村)民委员会", "各村民委"),
        ("首台(套)装备", "首套装备"),
    ],
)
def test_a_word_in_brackets_is_read_in_the_place_of_the_one_before(text: str, read: str) -> None:
    assert with_alternatives(text) == f"{text} {read}"


@pytest.mark.parametrize("text", ["由市教育局(一)负责", "县(市、区)政府", "奖励5万元(含)以上", "水利(水务局)"])
def test_numbers_lists_and_longer_words_are_left(text: str) -> None:
    assert with_alternatives(text) == text
