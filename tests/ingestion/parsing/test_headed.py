"""What is said under the name of a unit: the heading answers for it, sentence by sentence."""

from __future__ import annotations

import pytest

from ingestion.parsing.responsibility import read_responsibilities
from tests.ingestion.parsing.clause_builder import Part, build

Said = list[tuple[str, dict[str, list[str]]]]


def passages(text: str, clauses: list) -> Said:  # type: ignore[type-arg]
    """Each passage with its units by role, in reading order."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in read_responsibilities(text, clauses):
        if row.kind == "assigned":
            found.setdefault(row.scope.of(text), {}).setdefault(row.role, []).append(row.name)
    return list(found.items())


HEADED: list[tuple[str, Said]] = [
    ("负责现场警戒。设置路障。", [("（一）市公安局。负责现场警戒。设置路障。", {"responsible": ["市公安局"]})]),
    ("牵头水污染防治。", [("（一）市公安局。牵头水污染防治。", {"lead": ["市公安局"]})]),
    ("配合岸线划界。", [("（一）市公安局。配合岸线划界。", {"support": ["市公安局"]})]),
    (
        "负责粮食监管。市农业农村局、市财政局配合做好稻谷处置。",
        [
            ("（一）市公安局。负责粮食监管。", {"responsible": ["市公安局"]}),
            (
                "市农业农村局、市财政局配合做好稻谷处置。",
                {"responsible": ["市公安局"], "support": ["市农业农村局", "市财政局"]},
            ),
        ],
    ),
    (
        "负责宣传，牵头建立研判机制，市委网信办配合。",
        [
            ("（一）市公安局。负责宣传，", {"responsible": ["市公安局"]}),
            ("牵头建立研判机制，市委网信办配合。", {"lead": ["市公安局"], "support": ["市委网信办"]}),
        ],
    ),
    (
        "会同市财政局制定办法；配合市商务局做好追溯。",
        [
            ("（一）市公安局。会同市财政局制定办法；", {"responsible": ["市公安局"], "support": ["市财政局"]}),
            ("配合市商务局做好追溯。", {"responsible": ["市商务局"], "support": ["市公安局"]}),
        ],
    ),
]


@pytest.mark.parametrize(("body", "expected"), HEADED, ids=[body for body, _ in HEADED])
def test_the_unit_that_is_the_heading_answers_for_what_follows(body: str, expected: Said) -> None:
    assert passages(*build(("（一）", "市公安局", body))) == expected


def test_of_two_units_in_the_heading_a_sentence_may_turn_to_one() -> None:
    body = "市发改委负责纳入信用体系，市工信局负责行业管理。"
    text, clauses = build(
        ("（一）", "市发改委、市工信局", body), ("（二）", "市铁路局、市民航局", "分别负责配餐安全。")
    )
    names = [
        (row.name, row.scope.of(text)[-7:]) for row in read_responsibilities(text, clauses) if "信用" not in row.name
    ]
    assert ("市铁路局", "负责配餐安全。") in names
    assert ("市民航局", "负责配餐安全。") in names


def test_a_line_of_a_list_is_the_unit_s_own_and_not_the_next_one_s() -> None:
    lines = (
        "成员单位职责\n市水利局：负责调度水源。\n市气象局：发布暴雨预警。\n市财政局：负责经费保障。\n综合组：负责协调。"
    )
    assert passages(*build(Part("2.2", None, lines))) == [
        ("市水利局：负责调度水源。", {"responsible": ["市水利局"]}),
        ("市气象局：发布暴雨预警。", {"responsible": ["市气象局"]}),
        ("市财政局：负责经费保障。", {"responsible": ["市财政局"]}),
    ]


NOT_HEADED = [
    ("稳定经济方面", "组织开展督查。"),
    ("主管部门", "负责监督检查。"),
    ("牵头单位", "组织部、市财政局。"),
    ("市财政局", "副局长李四。"),
    ("强化保障", "负责落实。"),
    ("统一规划布局", "开展专项清查。"),
    ("重点任务督办", "负责跟踪问效。"),
]


@pytest.mark.parametrize(("heading", "body"), NOT_HEADED)
def test_other_headings_make_nobody_answer(heading: str, body: str) -> None:
    assert passages(*build(("（一）", heading, body))) == []


def test_in_a_list_of_units_with_duties_any_words_behind_a_name_are_its_duty() -> None:
    lines = ("市水利局：负责调度水源。", "市气象局：发布暴雨预警。", "市供销社：储备编织袋10万条。")
    parts = [Part(f"（{n}）", None, line, 2) for n, line in zip("一二三", lines, strict=True)]
    text, clauses = build(Part("一、", "成员单位职责", "", 1, "section"), *parts)
    names = [row.name for row in read_responsibilities(text, clauses)]
    assert names == ["市水利局", "市气象局", "市供销社"]
    assert read_responsibilities(*build(*(Part(f"（{n}）", None, lines[2], 2) for n in "一二"))) == []
