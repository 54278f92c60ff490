"""Misspelt content words are put right by the corpus's own words, and nothing else is touched."""

from __future__ import annotations

import pytest

from assistant.question.reader import QuestionReader
from assistant.question.spelling import Speller, respell
from assistant.question.vocabulary import Vocabulary

SPELLER = Speller(
    ["推进企业研发机构建设", "科技进步贡献率", "擦亮路演品牌", "科技金融催化行动", "生活垃圾分类管理"],
    ["罚多少"],
    ["小作坊", "充电桩", "企业法", "风险补偿", "罚多少钱", "怎么罚"],
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("研发机够要新增多少", "研发机构要新增多少"),
        ("科技进步工献率", "科技进步贡献率"),
        ("路眼由谁负责", "路演由谁负责"),
        ("金溶谁牵头", "金融谁牵头"),
        ("小做坊的检测费", "小作坊的检测费"),
        ("充电庄和风险补尝", "充电桩和风险补偿"),
    ],
)
def test_a_pair_that_makes_no_word_is_put_right(written: str, meant: str) -> None:
    assert respell(written, SPELLER.correct(written, ())) == meant


@pytest.mark.parametrize(
    "text",
    [
        "研发机构要新增多少",
        "瞪羚企业怎么认定",
        "高研值联盟是什么",
        "院士之家新增多少",
        "路费怎么报销",
        "船业扬发高桥",
        "要建多少家",
        "充电装置怎么装",
        "这家企业罚多少",
        "每月发多少钱",
        "奖金怎么发",
        "",
    ],
)
def test_words_and_unknown_names_are_left_alone(text: str) -> None:
    assert SPELLER.correct(text, ()) == []


@pytest.mark.parametrize("text", ["病假退保教费吗", "分公租房先给谁"])
def test_a_part_of_a_word_that_is_spoken_is_no_slip(text: str) -> None:
    phrases = ["社保缴费", "部门分工"]
    assert Speller(phrases).correct(text, ()) != []
    assert Speller(phrases, ["保教费", "公租房"]).correct(text, ()) == []


def test_names_already_found_are_left_alone() -> None:
    assert SPELLER.correct("路眼市要做什么", ((0, 3),)) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("流郎狗归谁抓", "流浪狗归谁抓"),
        ("低宝户有补贴吗", "低保户有补贴吗"),
        ("阳台上冲电瓶车", "阳台上冲电瓶车"),
        ("缴社保吗", "缴社保吗"),
    ],
)
def test_what_people_say_is_put_right_though_no_document_says_it(written: str, meant: str) -> None:
    reader = QuestionReader(Vocabulary())
    assert reader.read(written).text.rstrip("?") == meant
