"""What a word means: the sentence that says so goes before those that begin with the word or have more of it."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answering.extractive.definitions import defines_asked
from assistant.core import Assistant
from assistant.model import AskRequest
from tests.assistant.answering.extractive.conftest import taken_in

RULES = """溪源市林下菌棚补助管理办法
溪政规〔2025〕4号
各乡镇人民政府：
第一条 为规范林下菌棚补助资金管理，提高菌棚补助效益，制定本办法。
第二条 本办法所称菌棚补助，是指市级财政安排，用于搭建遮阳棚和喷雾设备的资金。
第三条 菌棚补助每棚最高2000元。菌棚补助由乡镇逐棚核验后拨付。
第四条 连片经营户优先安排，连片经营户的菌棚补助上浮20%。连片经营户，是指在同一山场经营菌棚10个以上的农户。
第五条 申请菌棚补助的条件是山场权属清楚。
溪源市人民政府
2025年3月1日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("definitions"), [RULES])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("溪源市什么是菌棚补助?", "用于搭建遮阳棚", "最高2000元"),
        ("菌棚补助是指什么?", "用于搭建遮阳棚", "最高2000元"),
        ("什么叫连片经营户?", "同一山场", "上浮"),
        ("申请菌棚补助的条件是什么?", "权属清楚", "遮阳棚"),
    ],
)
async def test_the_definition_is_told(assistant: Assistant, question: str, said: str, unsaid: str) -> None:
    answer = await assistant.ask(AskRequest(question, as_of=date(2025, 9, 1)))
    assert said in answer.answer
    assert unsaid not in answer.answer


@pytest.mark.parametrize(
    ("question", "sentence", "defines"),
    [
        ("什么是菌棚补助?", "本办法所称菌棚补助，是指财政安排的资金。", True),
        ("啥叫菌棚补助", "（三）菌棚补助：指的是财政安排的资金。", True),
        ("菌棚补助的概念是什么?", "（三）菌棚补助，指由财政安排的资金。", True),
        ("如何界定菌棚补助?", "本办法中的“菌棚补助”，是指财政安排的资金。", True),
        ("哪些农户算连片经营户?", "连片经营户，是指经营菌棚10个以上的农户。", True),
        ("菌棚补助怎么理解?", "本办法所称菌棚补助，是指财政安排的资金。", True),
        ("什么是补助资金?", "本办法所称菌棚补助资金（以下简称补助资金），是指财政安排的资金。", True),
        ("什么是菌棚补助?", "菌棚补助，指定银行发放。", False),
        ("菌棚补助怎么算?", "菌棚补助，是指财政安排的资金。", False),
        ("哪些农户可以领连片经营户补助?", "连片经营户，是指经营菌棚10个以上的农户。", False),
        ("什么叫“轻资产运营”?", "第九条 “轻资产运营”（下同），是指只输出管理。", True),
        ("办法里的老字号指的是什么?", "前款所称老字号是指创立五十年以上的商号。", True),
        ("老字号的定义?", "老字号，特指创立五十年以上的商号。", True),
        ("什么是老字号奖励?", "老字号，是指创立五十年以上的商号。", False),
        ("申报老字号的条件是什么?", "老字号，是指创立五十年以上的商号。", False),
        ("老字号奖励多少?", "老字号，是指创立五十年以上的商号。", False),
        ("什么是老字号?", "老字号每年奖励五万元。", False),
    ],
)
def test_a_sentence_defines_the_very_word(question: str, sentence: str, defines: bool) -> None:
    assert defines_asked(question, sentence) is defines
