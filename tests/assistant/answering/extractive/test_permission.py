"""Whether something may be done, and with whom: by what rules it, and by no other's agreement."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, papers_taken_in

RULES = """青禾市关于推行集市摊点安全审核的指导意见
青政发〔2023〕5号
各县人民政府：
为做好集市摊点安全审核工作，提出以下意见。
一、完善机制
（一）明确审核范围。各县要从摊点规模、经营品类等方面，确定纳入安全审核的标准，编制摊点目录，做到应审必审。
（二）确定审核主体。各县要明确承担集市摊点安全审核工作的机构；摊主申请的，由摊点所在县的机构进行安全审核，已设集市的，先由集市审核。
（三）规范审核程序。摊主报送的安全审核材料，应当包括身份证明、邻居意见、街道意见以及本集市的安全审核意见等。
（四）强化审核责任。要充分发挥安全审核的把关作用，不得以听取邻居意见、街道会商等方式代替安全审核。未经安全审核的摊点，不得开业经营。
二、日常管理
（五）摊主不占用盲道，不使用高音喇叭。因节庆活动使用高音喇叭的，报市城管局同意。
（六）摊主确需停业的，可以向市城管局申请保留摊位，最长6个月。
（七）集市理事任期一般不超过两届，年龄一般不超过60周岁。
青禾市人民政府
2023年4月1日
"""
REPLY = """国家水文局关于丽水市与大阪合建水文站有关问题的复函
丽水市人民政府：
你市《关于与大阪合建水文站的请示》收悉。现函复如下：
一、同意丽水市与大阪合建4个水文站。
二、水文站的建设费用由双方分担。
国家水文局
2023年5月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_taken_in(tmp_path_factory.mktemp("stalls"), {"规定.txt": RULES, "复函.txt": REPLY})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青禾市的摊主能不能拿街道会商或者邻居意见顶替安全审核?", "代替安全审核"),
        ("青禾市的集市摊点没经过安全审核就开张,行不行?", "不得开业经营"),
        ("青禾市的摊主可以使用高音喇叭吗?", "不使用高音喇叭"),
        ("青禾市的摊主停业能保留摊位吗?", "可以向市城管局申请保留摊位"),
        ("青禾市集市的理事这些头头最多能干几届,岁数上限多大?", "两届，年龄一般不超过60周岁"),
        ("丽水和大阪合建几个水文站?", "4个"),
    ],
)
async def test_what_may_be_done_is_told_by_the_clause_that_rules_it(ask: Ask, question: str, said: str) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    assert said in answer.answer


@pytest.mark.parametrize("question", ["丽水和福州合建几个水文站?", "丽水同温州合作建几个水文站?"])
async def test_what_is_agreed_with_one_says_nothing_of_another(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert answer.status == "refused"
    assert not answer.citations
