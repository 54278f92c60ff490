"""Clauses named by number."""

from __future__ import annotations

import pytest

from assistant.question import QuestionReader
from assistant.question.normalization import normalize
from assistant.question.references import find_references

Steps = tuple[tuple[str, int], ...]

NAMED: list[tuple[str, list[Steps]]] = [
    ("第八条是什么", [(("article", 8),)]),
    ("第8条由谁负责", [(("article", 8),)]),
    ("第十五条第二款第(三)项怎么规定", [(("article", 15), ("paragraph", 2), ("item", 3))]),
    ("第15条第二款第（三）项", [(("article", 15), ("paragraph", 2), ("item", 3))]),
    ("第一百二十条", [(("article", 120),)]),
    ("三、(二)讲了什么", [(("section", 3), ("paren", 2))]),
    ("三、（二）讲了什么", [(("section", 3), ("paren", 2))]),
    ("三、8由谁牵头", [(("section", 3), ("dot", 8))]),
    ("四、(二)5.是什么", [(("section", 4), ("paren", 2), ("dot", 5))]),
    ("二、(一)2强化什么", [(("section", 2), ("paren", 1), ("dot", 2))]),
    ("第三部分第8条", [(("part", 3), ("article", 8))]),
    ("第三部分的第8条", [(("part", 3), ("article", 8))]),
    ("第五章有哪些内容", [(("chapter", 5),)]),
    ("第二章第三节", [(("chapter", 2), ("section", 3))]),
    ("第12项任务是什么", [(("item", 12),)]),
    ("(七)讲了什么", [(("paren", 7),)]),
    ("(3)是什么", [(("any", 3),)]),
    ("第5点", [(("any", 5),)]),
    ("附件2有什么", [(("annex", 2),)]),
    ("最后一条是什么", [(("any", -1),)]),
    ("第一条和第三条", [(("article", 1),), (("article", 3),)]),
    ("第一、二条", [(("article", 1),), (("article", 2),)]),
    ("第三条到第五条", [(("article", 3),), (("article", 4),), (("article", 5),)]),
    ("三、工作举措包括哪些", [(("section", 3),)]),
    ("第(五)条写的是什么", [(("item", 5),)]),
    ("考核办法17条咋说的", [(("article", 17),)]),
    ("公园条例四十七条讲了啥", [(("article", 47),)]),
    ("公园管理办法20条原话", [(("article", 20),)]),
    ("第二十三条之一", [(("article", 23),)]),
    ("防汛预案4.4是怎么规定的", [(("top", 4), ("below", 4))]),
    ("预案第5.2.1条由谁负责", [(("top", 5), ("below", 2), ("below", 1))]),
    ("预案6.1里讲了什么", [(("top", 6), ("below", 1))]),
]
NOT_NAMED = [
    "第一产业、第二产业",
    "一、二、三产业融合",
    "第一条件是什么",
    "第一季度的目标",
    "第十三届展示洽谈会",
    "第三方评估",
    "第二节能目标",
    "第二批名单",
    "24项督查激励措施",
    "到2020年(含)的目标",
    "第一款式",
    "新增10条公交线路",
    "第三次全国经济普查",
    "一条龙服务",
    "新二十条怎么说",
    "管理办法十条措施有哪些",
    "2018年17条怎么建",
    "PM2.5怎么治理",
    "城市大脑2.0是什么",
    "补助从1.5万元提高到多少",
    "不超过3.5%吗",
    "容积率2.5以下的怎么算",
]


@pytest.mark.parametrize(("question", "steps"), NAMED)
def test_references_are_read_step_by_step(question: str, steps: list[Steps]) -> None:
    assert [f.reference.steps for f in find_references(normalize(question))] == steps


@pytest.mark.parametrize("question", NOT_NAMED)
def test_other_ordinals_are_no_references(question: str) -> None:
    assert find_references(normalize(question)) == []


def test_a_reference_is_no_search_term(sample: QuestionReader) -> None:
    assert sample.read("常州三、8由谁牵头").terms == ()
