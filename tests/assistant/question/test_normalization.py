"""One spelling for every question."""

from __future__ import annotations

import pytest

from assistant.question import QuestionReader
from assistant.question.normalization import normalize

WRITTEN = [
    ("２０１８年要新增１２０家", "2018年要新增120家"),
    ("占ＧＤＰ比重達２．８１％", "占GDP比重达2.81%"),
    ("擴大開放,提升創新能力", "扩大开放,提升创新能力"),
    ("常州 市 科技局", "常州市科技局"),
    ("常州\u3000市\t科技局\n牵头", "常州市科技局牵头"),
    ("R & D 经费", "R & D经费"),
    ("研发👍投入😀", "研发投入"),
    ("什么时候???", "什么时候?"),
    ("贵办发〔2018〕20号", "贵办发[2018]20号"),
    ("贵办发【2018】20号", "贵办发[2018]20号"),
    ("2021—2023年", "2021-2023年"),
    ("1,800亿元", "1800亿元"),
    ("零\u200b宽\ufeff字符", "零宽字符"),
    ("第⑧项", "第8项"),
    ("台帐、帐户和帐篷", "台账、账户和帐篷"),
    ("<p>贵池区&R <b class='x'>补贴</b>", "贵池区&R补贴"),
    ("<script>alert(1)</script>补贴＜br＞多少", "补贴多少"),
    ("<scri<b>pt>增速<5%的市", "scri pt>增速<5%的市"),
    ("", ""),
    ("   ", ""),
    ("\ud800坏字符", "坏字符"),
]


@pytest.mark.parametrize(("written", "normal"), WRITTEN)
def test_spellings_become_one(written: str, normal: str) -> None:
    assert normalize(written) == normal


@pytest.mark.parametrize(("written", "normal"), WRITTEN)
def test_normalising_twice_changes_nothing(written: str, normal: str) -> None:
    assert normalize(normal) == normal


ENGLISH = [
    ("How many R&D institutions will Changzhou add in 2018? Who leads?", "value", "常州市", "研发机构", True),
    ("What is the target for R&D spending as a share of GDP in Yangzhou?", "value", "扬州市", "研发投入", False),
    ("Who is responsible for incubators in Guixi?", "units", "贵溪市", "孵化器", True),
    ("How many gazelle enterprises does Taizhou add every year?", "value", "泰州市", "瞪羚企业", False),
    ("What subsidies for new energy vehicles are there in Shanghai?", "measure", "上海市", "新能源汽车", False),
]


@pytest.mark.parametrize(("question", "kind", "place", "term", "asks_units"), ENGLISH)
def test_a_question_in_english_is_read_in_chinese(
    sample: QuestionReader, question: str, kind: str, place: str, term: str, asks_units: bool
) -> None:
    understanding = sample.read(question)
    assert understanding.kind == kind
    assert [r.name for r in understanding.regions] == [place]
    assert term in understanding.terms
    assert understanding.asks_units == asks_units
    assert understanding.original == question


def test_latin_words_in_a_chinese_question_stay(sample: QuestionReader) -> None:
    assert "MEMS" in sample.read("扬州MEMS产业怎么发展").terms
