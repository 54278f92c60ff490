"""How the words of a clause are said: without its number, and with nothing else taken off."""

from __future__ import annotations

import pytest

from assistant.answering.extractive.draft import without_said
from assistant.answering.extractive.wording import spoken
from ingestion.model import Clause, Span


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        ("2", "2024年对上述乡镇各奖补30万元；", "2024年对上述乡镇各奖补30万元。"),
        ("3", "3.5万亩连片茶园装上喷灌", "3.5万亩连片茶园装上喷灌。"),
        ("1", "10个窗口周末开放。", "10个窗口周末开放。"),
        ("一", "一般茶园每亩补助80元。", "一般茶园每亩补助80元。"),
        ("2", "2.修建茶园便道；", "修建茶园便道。"),
        ("2", "2.2024年修建便道。", "2024年修建便道。"),
        ("2", "2、修建便道。", "修建便道。"),
        ("一", "一、修建便道。", "修建便道。"),
        ("（二）", "（二）修建便道。", "修建便道。"),
        ("第三条", "第三条茶农自愿参加。", "茶农自愿参加。"),
    ],
)
def test_the_number_of_a_clause_and_no_other_is_taken_off(number: str, words: str, said: str) -> None:
    span = Span(0, len(words))
    clause = Clause("c", "d", "item", number, None, (words,), f"第{number}条", 1, 0, span, span)
    assert spoken(words, clause) == said


def test_what_semicolons_join_is_left_out_where_it_was_said() -> None:
    said = "改造补助1万元，分两年拨付；闲置渡口补助0.6万元。[1]"
    more = "改造补助1万元，分两年拨付；单个渡口不超过60万元。[1]"
    assert without_said(more, said) == "单个渡口不超过60万元。[1]"
