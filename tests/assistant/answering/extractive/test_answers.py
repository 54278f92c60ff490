"""Answers of every kind over invented documents: what is said, what is cited, which units are named."""

from __future__ import annotations

import pytest

from assistant.model import Answer
from tests.assistant.answering.extractive.conftest import Ask


def units(answer: Answer) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for unit in answer.responsible_units:
        found.setdefault(unit.role, []).append(unit.name)
    return found


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("河道普查领导小组的组长是谁?", ["陆 明"], ["田 野", "白 帆"]),
        ("河道普查领导小组副组长有哪些人?", ["田 野", "石 磊"], ["陆 明", "方 舟"]),
        ("河道普查领导小组里市公安局派的是哪位?", ["方 舟"], ["陆 明", "白 帆"]),
    ],
)
async def test_persons_are_told_by_their_post(ask: Ask, question: str, said: list[str], unsaid: list[str]) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    assert [name for name in said if name not in answer.answer] == []
    assert [name for name in unsaid if name in answer.answer] == []


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("河道普查领导小组办公室设在哪个部门?", {"responsible": ["市水利局"]}),
        ("供热出问题时由谁看望独居老人?", {"responsible": ["市民政局"]}),
        ("海云县老年餐厅的监督由谁负责?", {"responsible": ["县民政局", "县财政局"]}),  # the label outweighs the prose
        ("海云县争议处理的具体工作由哪个科室承担?", {"responsible": ["县民政局监察大队"]}),
        ("海云县争议处理办公室设在哪,由谁承担工作?", {"responsible": ["县民政局", "县民政局监察大队"]}),
        ("海云县旧站房改餐厅由谁牵头,谁配合?", {"lead": ["县城管局"], "support": ["县市场监管局"]}),
    ],
)
async def test_units_are_named_also_from_running_text(ask: Ask, question: str, named: dict[str, list[str]]) -> None:
    answer = await ask(question)
    assert units(answer) == named
    assert all(name in answer.answer for names in named.values() for name in names)


async def test_a_clause_that_names_no_unit_is_told_of_as_such(ask: Ask) -> None:
    answer = await ask("海云县老年餐厅午餐补贴由哪个部门牵头?")
    assert "文件未明确该项的责任单位" in answer.answer
    assert answer.citations


async def test_what_a_unit_must_do_is_told_from_running_text(ask: Ask) -> None:
    answer = await ask("供热应急预案里市城管局要负责哪些工作?")
    assert "管网抢修" in answer.answer
    assert "养老院" not in answer.answer
    assert units(answer) == {"responsible": ["市城管局"]}


async def test_every_part_of_a_question_is_answered(ask: Ask) -> None:
    answer = await ask("云川市供热企业多长时间内要报告,停热12小时以上热费减免多少?")
    assert "20分钟" in answer.answer
    assert "40%" in answer.answer


async def test_a_list_is_told_as_a_whole(ask: Ask) -> None:
    answer = await ask("云川市热源不足时压减哪些用热?")
    assert [word for word in ("商场", "学校", "居民住宅") if word not in answer.answer] == []


async def test_things_of_one_name_are_listed(ask: Ask) -> None:
    answer = await ask("云川市供热系统要建成哪三张网?")
    assert "安全供热示范网、清洁供热示范网、智慧供热示范网" in answer.answer


@pytest.mark.parametrize(
    ("question", "fact", "label"),
    [
        ("调整河道普查领导小组组成人员的通知文号是多少?", "云政函〔2024〕12号", "文头"),
        ("调整河道普查领导小组组成人员的通知是什么时候印发的?", "2024年5月6日", "落款"),
        ("海云县老年餐厅补贴管理办法的文号是什么?", "海政发〔2024〕3号", "文头"),
    ],
)
async def test_facts_of_a_document_are_cited_from_its_frame(ask: Ask, question: str, fact: str, label: str) -> None:
    answer = await ask(question)
    assert fact in answer.answer
    (cited,) = answer.citations
    assert cited.label == label
    assert fact in cited.text


async def test_how_long_a_document_lasts_is_told_in_its_own_words(ask: Ask) -> None:
    answer = await ask("海云县老年餐厅补贴管理办法有效期是几年?")
    assert "有效期2年" in answer.answer
    assert answer.citations[0].quote in answer.citations[0].text


async def test_marks_stand_once_where_a_sentence_goes_on(ask: Ask) -> None:
    answer = await ask("海云县老年餐厅补贴管理办法的文号和发文机关是什么?")
    assert "；[" not in answer.answer
