"""How everyday a question is worded, by the characters it has."""

from __future__ import annotations

import pytest

from assistant.question.register import everyday, load_register
from eval.fit_register import fit


@pytest.mark.parametrize(
    ("chatted", "official"),
    [
        ("我家娃想上那个小学咋弄啊", "本市户籍适龄儿童入学应当符合哪些条件"),
        ("旧电瓶车交了能补几个钱", "电动自行车以旧换新补贴标准是多少"),
        ("拖着不交会咋样", "逾期未缴纳的,依法予以处罚吗"),
    ],
)
def test_chat_is_more_everyday_than_the_words_of_documents(chatted: str, official: str) -> None:
    assert everyday(chatted) > everyday(official) + 0.5


@pytest.mark.parametrize("text", ["", "12345 GDP?", "!!"])
def test_what_has_no_chinese_tells_nothing(text: str) -> None:
    assert everyday(text) == 0.0


def test_a_character_counts_by_where_it_is_seen_more_often() -> None:
    table = fit(["咋办咋办咋办咋办"], ["应当办" * 4 + "理"])
    assert table["咋"] > 0 > table["应"]
    assert "理" not in table  # seen too seldom to tell


def test_the_shipped_table_is_the_one_that_the_papers_give() -> None:
    from eval.teaching.papers import read_small_papers

    papers = [paper for _, _, paper in read_small_papers()]
    questions = [q for paper in papers for q in (*(asked for asked, _ in paper.questions), *paper.unanswered)]
    assert fit(questions, [clause for paper in papers for clause in paper.clauses]) == load_register()
