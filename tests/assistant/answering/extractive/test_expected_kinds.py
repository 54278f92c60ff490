"""Questions that one kind of answer meets: what stands behind a list holds for it, what is of another kind does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

GRANTS = """柏川市乡村工匠津贴发放办法
第一条　为留住乡村工匠，制定本办法。
第二条　乡村工匠分为三类，按下列标准发放津贴：
（一）省级乡村工匠，每月1200元；
（二）市级乡村工匠，每月800元；
（三）县级乡村工匠，每月400元。
津贴发放期限为24个月，按季度打入个人账户。
第三条　学徒班每班不超过18人，学徒每日练习不少于6小时。
第四条　本办法所称工坊，每日加工木料5000斤以下的，由镇政府监督管理。
第五条　市财政设立工坊风险金600万元，由市农业农村局管理。
第六条　几个村共用一间工坊的，津贴由工坊所在的村发放。
柏川市人民政府
2024年3月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("grants"), [GRANTS])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("省级乡村工匠的津贴一共能发多长时间？", ["24个月"], []),
        ("学徒班一个班最多收多少个孩子？", ["18人"], []),
        ("几个村共用一间工坊，津贴谁来发？", ["工坊所在的村"], []),
    ],
)
async def test_what_holds_the_kind_of_answer_is_told(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)


@pytest.mark.parametrize(
    "question",
    [
        "省级乡村工匠的津贴多久能批下来？",
        "工坊的木料多久检查一次？",
        "工坊风险金存在哪家银行？",
        "省级乡村工匠评审的得分线是多少？",
    ],
)
async def test_what_is_near_but_of_another_kind_is_refused(ask: Ask, question: str) -> None:
    assert (await ask(question)).status == "refused"
