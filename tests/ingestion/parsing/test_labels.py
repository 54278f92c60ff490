"""Labels are what a person would write."""

import pytest

from ingestion.parsing.labels import Step, label


def steps(*families: tuple[str, int] | tuple[str, int, str]) -> list[Step]:
    return [Step(f[0], f[1], name=f[2] if len(f) > 2 else "") for f in families]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (steps(("comma", 3, "重点任务"), ("dot", 8)), "第三部分第8条"),
        (steps(("comma", 3, "重点任务")), "第三部分"),
        (steps(("comma", 3)), "第三项"),
        (steps(("comma", 2), ("paren", 1), ("dot", 2)), "二、(一)2."),
        (steps(("comma", 2), ("paren", 1), ("dot", 2), ("paren_digit", 3)), "二、(一)2.(3)"),
        (steps(("comma", 2), ("paren", 1), ("dot", 2), ("circled", 3)), "二、(一)2.第3点"),
        (steps(("dot", 7)), "第7条"),
        (steps(("part", 2), ("comma", 1)), "第二部分一、"),
        (steps(("chapter", 2), ("section", 1)), "第二章第一节"),
        (steps(("chapter", 2), ("article", 15)), "第十五条"),
        (steps(("article", 15), ("paren", 3)), "第十五条第(三)项"),
        (steps(("article", 15), ("paragraph", 2), ("paren", 3)), "第十五条第二款第(三)项"),
        (steps(("article", 15), ("paren", 3), ("dot", 1)), "第十五条第(三)项第1目"),
        (steps(("article", 10001)), "第一万零一条"),
        (steps(("annex", 1), ("comma", 2, "任务")), "附件1第二部分"),
        (steps(("annex", 0)), "附件"),
        (steps(("annex", 2), ("row", 3)), "附件2表格第3行"),
        (steps(("attached", 1, "数据办法"), ("article", 3)), "《数据办法》第三条"),
        (steps(("cover", 0), ("comma", 1)), "印发通知第一项"),
        (steps(("comma", 2, "任务"), ("dash", 0, "坚持人才支撑")), "第二部分“坚持人才支撑”"),
        (steps(("letter", 2)), "B."),
        (steps(("paragraph", 4)), "第4段"),
    ],
)
def test_a_clause_is_cited_as_a_person_would(path: list[Step], expected: str) -> None:
    assert label(path) == expected


def test_an_inserted_article_keeps_its_second_number() -> None:
    assert label([Step("article", 15, sub=1)]) == "第十五条之一"


def test_a_decimal_number_says_what_stands_above_it() -> None:
    path = [Step("part", 2), Step("dot", 2), Step("decimal2", 1, prefix="2"), Step("decimal3", 3, prefix="2.1")]
    assert label(path) == "第二部分2.1.3"
