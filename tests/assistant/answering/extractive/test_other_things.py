"""Questions near a clause that speaks of other things, sums or years than they ask about, and others like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, papers_taken_in

RULES = """青禾市茶馆扶持办法
第一条　为促进茶馆发展，制定本办法。
第二条　新开茶馆按照营业面积给予补助，每平方米补助200元，单个茶馆最高6万元。
第三条　茶艺师每月给予技能津贴300元；茶馆购置国产炒茶机的，每台奖励5000元。
第四条　茶馆投保火灾险的，由市财政给予补贴，单个茶馆最高800元，保费的其余部分自理。
第五条　茶馆价目由市发展改革委监制，泡茶每壶收费不超过40元，均不含餐费。
第六条　提升茶馆创建基地水平，到2025年底，全市茶馆监控覆盖率达到60%。
第七条　茶馆火灾应急Ⅰ级响应由市消防救援支队启动，市城管局配合。
第八条　本办法自2023年5月1日起施行。
"""
PLAN = """# 青禾市茶园发展规划（2021—2025年）

## 一、目标

| 指标 | 单位 | 2020年 | 2025年 |
|---|---|---|---|
| 茶园面积 | 万亩 | 12.5 | 18 |
| 绿茶产量 | 万吨 | 3.2 | 4.6 |

## 二、措施

市农业农村局每年培训茶农500人次。
"""
LOANS = """青禾市茶摊资金和奖励办法
第一条　茶摊贷款逾期的，按照贷款利率加收50%的罚息。
第二条　茶摊带客100人以上的，给予3000元带客奖励，由市文化和旅游局发放。
第三条　摊主可以提取住房公积金修缮茶摊，每户最高6万元。银行推出“茶摊贷”，期限最长5年，给予1%的贴息。
第四条　居民用水的茶摊，每吨水费3.2元；层高超过3米的居民住宅，加收水费的8%。
第五条　茶摊在本市注册满3年的，可以申请评星。改名的，应当备案。
第六条　茶摊门票每人每次15元，由摊主自定。
"""
BATHS = """# 青禾市汤池开放公告

| 汤池 | 时间 | 收费 |
|---|---|---|
| 东山汤池 | 每天8：00—20：00 | 成人25元/次 |
| 西山汤池 | 每天9：00—18：00 | 成人20元/次 |

居民用户的汤池水费每吨3.2元，由市水务公司按月向用户收取，用户可以在各营业厅、网上营业厅或者通过银行代扣缴纳，缴费后由营业厅开具发票。\
非居民用户的汤池水费每吨4.5元，由市水务公司按季度收取。管径超过50毫米的居民用户，每吨水费加收8%。
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_taken_in(
        tmp_path_factory.mktemp("tea"), {"办法.txt": RULES, "规划.md": PLAN, "贷款.txt": LOANS, "汤池.md": BATHS}
    )


@pytest.mark.parametrize(
    "question",
    [
        "青禾市茶馆直播基地奖励多少?",
        "青禾市茶馆飞船基地由哪个部门负责?",
        "青禾市地震应急Ⅰ级响应由谁启动?",
        "青禾市茶艺师每月高龄津贴多少钱?",
        "青禾市茶馆泡茶收取的餐费最高多少?",
        "到2025年底，青禾市全市茶馆监控完好率要达到70%吧?",
        "青禾市茶园规划给2023年定的绿茶产量是多少万吨?",
        "青禾市茶摊贷款的年利率是多少?",
        "青禾市去年实际发了多少茶摊带客奖励?",
        "青禾市“茶摊贷”每户最高能贷多少万元?",
        "青禾市非居民用水的茶摊每吨水费多少钱?",
        "青禾市茶摊改名后要在多少天内备案?",
        "青禾市茶摊门票年卡多少钱?",
        "青禾市东山汤池办年卡多少钱?",
    ],
)
async def test_what_is_said_of_another_thing_sum_or_year_is_no_answer(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert answer.status == "refused"
    assert not answer.citations


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青禾市茶馆买国产炒茶机奖励多少?", "5000元"),
        ("青禾市茶馆火灾应急Ⅰ级响应由谁启动?", "市消防救援支队"),
        ("青禾市新开茶馆每平方米补助多少?", "200元"),
        ("青禾市茶艺师每月技能津贴多少钱?", "300元"),
        ("到2025年底，青禾市全市茶馆监控覆盖率达到多少?", "60%"),
        ("青禾市茶园规划给2025年定的绿茶产量是多少万吨?", "4.6"),
        # there is one, told in other words
        ("青禾市新开茶馆有没有补助?", "每平方米补助200元"),
        ("青禾市茶艺师有没有津贴?", "每月给予技能津贴300元"),
        ("青禾市茶馆投保火灾险，保费有补贴吗?", "由市财政给予补贴"),
    ],
)
async def test_what_is_said_of_the_very_thing_is(ask: Ask, question: str, said: str) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    assert said in answer.answer


async def test_no_sentence_on_the_contrary_is_said_beside(ask: Ask) -> None:
    answer = await ask("青禾市非居民用户的汤池水费怎么收取和加收?")
    assert "4.5元" in answer.answer
    assert "8%" not in answer.answer
    assert "3.2元" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "青禾市茶艺师的技能津贴有没有年龄限制?",
        "青禾市茶艺师每月领技能津贴，对学历有什么要求?",
        "青禾市茶馆购置国产炒茶机要交押金吗?",
        "青禾市茶馆投保火灾险，收不收违约金?",
        "青禾市茶馆监控覆盖率要求缴社保吗?",
    ],
)
async def test_a_thing_asked_after_on_which_the_document_has_not_a_word_is_not_told(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert answer.status == "refused"
    assert not answer.citations


async def test_the_thing_that_is_not_told_is_named(ask: Ask) -> None:
    answer = await ask("《青禾市茶馆扶持办法》里茶艺师的技能津贴有没有年龄限制?")
    assert "没有写明年龄" in answer.answer
