"""Names that stand side by side in a table stand for each other."""

from __future__ import annotations

import pytest

from assistant.model import Turn
from assistant.question import QuestionReader
from assistant.question.siblings import beside, siblings_of
from assistant.question.vocabulary import Vocabulary
from ingestion.model import Clause, Span

HEADER = ("能力等级", "市场化机构（元/人·月）", "公建民营机构（元/人·月）", "2024年")
ROWS = (("1", "轻度失能", "200", "140"), ("2", "重度失能", "500", "380"), ("3", "完全失能", "650", "480"))
ASKED = "柳塘区市场化养老机构收住重度失能老人每月补多少?"


def row(number: int, cells: tuple[str, ...]) -> Clause:
    span = Span(number, number + 1)
    return Clause(
        f"r{number}", "d", "row", None, None, ("附表",), "附表", 2, number, span, span, "t", ("序号", *HEADER), cells
    )


GROUPS = siblings_of([row(number, cells) for number, cells in enumerate(ROWS)])


@pytest.mark.parametrize(
    ("phrase", "completed"),
    [
        ("公建民营", "柳塘区公建民营养老机构收住重度失能老人每月补多少?"),
        ("公建民营机构", "柳塘区公建民营养老机构收住重度失能老人每月补多少?"),
        ("轻度失能", "柳塘区市场化养老机构收住轻度失能老人每月补多少?"),
        ("完全失能老人", "柳塘区市场化养老机构收住完全失能老人每月补多少?"),
        ("轻度失能的公建民营机构", "柳塘区公建民营养老机构收住轻度失能老人每月补多少?"),
    ],
)
def test_a_name_takes_the_place_of_the_one_beside_it(phrase: str, completed: str) -> None:
    text = ASKED
    for start, end, written in sorted(beside(GROUPS, ASKED, phrase), reverse=True):
        text = text[:start] + written + text[end:]
    assert text == completed


@pytest.mark.parametrize("phrase", ["重度失能", "低保家庭", "2025年", "机构"])
def test_what_no_table_has_beside_it_takes_no_place(phrase: str) -> None:
    assert beside(GROUPS, ASKED, phrase) == []


def test_a_follow_up_keeps_what_it_does_not_replace() -> None:
    reader = QuestionReader(Vocabulary(siblings={"d": GROUPS}))
    turn = Turn(reader.read(ASKED), doc_ids=("d",))
    assert "公建民营养老机构收住重度失能老人" in reader.read("要是公建民营的呢?", [turn]).text
