"""Questions that ask several things one after another, as questions of their own."""

from __future__ import annotations

import pytest

from assistant.question import QuestionReader
from assistant.question.asks import asked_parts, each_asked


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("每份午餐补贴多少?", ["每份午餐补贴多少"]),
        ("午餐补多少,送餐呢", ["午餐补多少", "送餐呢"]),
        ("新站投多少钱、一年能发多少班车?", ["新站投多少钱", "一年能发多少班车"]),
        ("停热的时候,谁去看望老人?", ["停热的时候谁去看望老人"]),  # what leads in belongs to what asks
        ("供热预案", ["供热预案"]),
        ("是哪份文件,老办法废止了没有?", ["是哪份文件", "老办法废止了没有"]),
        ("奖励多少,对场地有何要求?", ["奖励多少", "对场地有何要求"]),
        ("任何人都能领,领多少?", ["任何人都能领领多少"]),
        ("新能源车停多久免费,夜里收不收费?", ["新能源车停多久免费", "夜里收不收费"]),
    ],
)
def test_a_question_is_divided_where_it_asks_again(question: str, parts: list[str]) -> None:
    assert asked_parts(question) == parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("服务半径目标、完好率要求各多少?", ["服务半径目标多少", "完好率要求多少"]),
        ("新建大棚、老旧棚改造分别是几年?", ["新建大棚几年", "老旧棚改造几年"]),
        ("甲市、乙市各多少?", ["甲市乙市各多少"]),  # places
        ("午餐补多少、送餐补多少?", ["午餐补多少", "送餐补多少"]),
    ],
)
def test_what_is_asked_of_each_thing_is_asked_apart(question: str, parts: list[str]) -> None:
    assert each_asked(question) == parts


def test_each_ask_is_read_by_itself_and_keeps_what_the_first_is_about(sample: QuestionReader) -> None:
    first, second = sample.read("泰州瞪羚企业要有多少家,由谁牵头?").asks
    assert (first.kind, second.kind) == ("value", "units")
    assert second.text == second.focus == "由谁牵头"
    assert set(first.terms) <= set(second.terms)


def test_a_post_is_of_the_body_that_was_asked_about_before(sample: QuestionReader) -> None:
    asks = sample.read("泰州的管网小组谁牵头,组长是谁?").asks
    assert asks[1].text == "管网小组组长是谁"


@pytest.mark.parametrize(
    "question",
    [
        "泰州瞪羚企业要有多少家?",  # one thing
        "泰州瞪羚企业要有多少家,扬州呢?",  # of another place
        "泰州瞪羚企业要有多少家,贵办发〔2018〕20号是谁发的?",  # of another document
    ],
)
def test_other_questions_are_not_divided(sample: QuestionReader, question: str) -> None:
    assert sample.read(question).asks == ()


def test_what_is_asked_of_several_places_names_none_of_them(sample: QuestionReader) -> None:
    asks = sample.read("泰州和扬州的瞪羚企业各多少家,由谁牵头?").asks
    assert [ask.regions for ask in asks] == [(), ()]
    assert "瞪羚企业" in asks[0].text
