"""Questions and replies (问：…答：…) are clauses that are headed by their question."""

from __future__ import annotations

import pytest

from tests.ingestion.parsing.reading import labels, numbered, read

GUIDE = """云川市护理保险政策问答
一、参保
问：哪些人可以参保？
答：在本市参加医疗保险的人员。
问：每年交多少钱？怎么交？
答：每人每年60元。由税务部门代收。
二、申请
问：申请要带哪些材料？
答：
1.申请表；
2.身份证。
三、附则
本问答自2025年1月1日起施行。"""


def test_every_question_is_a_clause_of_its_part_with_what_replies_to_it() -> None:
    assert labels(GUIDE) == [
        "第一部分",
        "第一部分“哪些人可以参保？”",
        "第一部分“每年交多少钱？怎么交？”",
        "第二部分",
        "第二部分“申请要带哪些材料？”",
        "第二部分“申请要带哪些材料？”第1项",
        "第二部分“申请要带哪些材料？”第2项",
        "第三部分",
    ]


@pytest.mark.parametrize(
    ("line", "heading", "body"),
    [
        ("问：怎么申请？", "怎么申请？", "问：怎么申请？\n答：到窗口申请。"),
        ("问2：怎么申请？", "怎么申请？", "问2：怎么申请？\n答：到窗口申请。"),
        ("问：1.怎么申请？答：在线申请。", "怎么申请？", "问：1.怎么申请？答：在线申请。\n答：到窗口申请。"),
    ],
)
def test_the_question_is_the_heading_however_it_is_numbered(line: str, heading: str, body: str) -> None:
    text = f"云川市政策问答\n{line}\n答：到窗口申请。\n问：多久办好？\n答：5日。"
    document = read(text)
    first = next(c for c in document.clauses if c.heading == heading)
    assert first.kind == "run_in"
    assert first.body.of(document.document.text) == body
    assert [c.heading for c in numbered(document)][-1] == "多久办好？"
