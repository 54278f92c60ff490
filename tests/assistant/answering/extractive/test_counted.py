"""Things asked for by their number, and cases asked for in everyday words."""

from __future__ import annotations

import pytest

from assistant.answering.extractive.counted import Count, asked_count, is_numbered, lists_so_many
from tests.assistant.answering.extractive.conftest import Ask


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("发布前要过哪五关?", Count(5, "关")),
        ("要建成的“四个区”是什么?", Count(4, "区")),
        ("要建成哪四个“区”?", Count(4, "区")),
        ("三大产业集群是哪些?", Count(3, "产业集群")),
        ("正面要写清哪五样东西?", Count(5, "")),
        ("试点选了哪8个省份?", Count(8, "省份")),
        ("三大产业集群的产值要达到多少?", None),
        ("要建多少个区?", None),
        ("什么是“四查四看”?", Count(4, "查四看")),
        ("“四步巡查法”对瞒报重量的船主采取什么措施?", None),
    ],
)
def test_the_number_of_things_that_are_asked_for(question: str, count: Count | None) -> None:
    assert asked_count(question) == count


@pytest.mark.parametrize(
    ("count", "sentence", "lists"),
    [
        (Count(3, "关"), "严把政治关、政策关、文字关。", True),
        (Count(3, "关"), "严把政治关、政策关。", False),
        (Count(4, "区"), "建设成为宜居新城区、创新引领区、协调示范区、开放先行区，打造样板。", True),
        (Count(5, ""), "列明“谁能办、给多少、怎么办、何时办、找谁问”五项要素。", True),
        (Count(5, ""), "列明谁能办、给多少、怎么办、何时办、找谁问。", False),
        (Count(2, "产业链"), "以智能汽车、智慧安防两条产业链为重点。", True),
        (Count(2, "产业链"), "推动创新链、产业链精准对接。", False),
        (Count(3, "部门"), "省教育厅、省民政厅和省税务局3个部门。", True),
        (Count(3, "省份"), "选择甲、乙、丙等3个省（区、市）和教育部、民政部开展试点。", True),
        (Count(3, "部门"), "选择甲、乙、丙等3个省（区、市）和教育部、民政部开展试点。", False),
        (Count(3, "类"), "改造内容可分为基础类、完善类、提升类3类。", True),
    ],
)
def test_a_sentence_names_exactly_so_many_things(count: Count, sentence: str, lists: bool) -> None:
    assert lists_so_many(count, sentence) is lists


def test_a_number_further_on_is_not_that_of_the_names() -> None:
    assert not is_numbered(Count(3, "集群"), "推动互联网、大数据、人工智能等与三大集群融合。")
    assert is_numbered(Count(3, "集群"), "聚焦医药、船舶、化工等三大集群。")


async def test_things_are_named_where_nothing_else_of_the_question_is_said(ask: Ask) -> None:
    assert "清洁供热示范网" in (await ask("供热要建哪三张网?")).answer


async def test_all_cases_are_told_where_one_is_found(ask: Ask) -> None:
    answer = await ask("云川供热热源不足时,哪些情况要压减用热?")
    assert all(case in answer.answer for case in ("写字楼", "机关", "居民住宅"))


async def test_names_asked_for_beside_a_number_are_told(ask: Ask) -> None:
    answer = await ask("云川供热抢修组下设几个小组,都叫什么?")
    assert all(name in answer.answer for name in ("2个小组", "管网小组", "锅炉小组"))
