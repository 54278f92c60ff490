"""What a citizen tells of their own case in everyday words, and the clause that is for that case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

RULES = """禾川市老年乘船优待办法
第一条　具有禾川市户籍的老年人乘坐渡船，按年龄发给船票补贴：70至79周岁每人每月15元；80至89周岁每人每月35元；\
90周岁及以上每人每月60元。
第二条　船票预约：每年3月1日至3月20日，由本人在“禾川渡”平台登记船票预约信息。预约顺序不影响登船。
第三条　补充登记：4月5日至4月8日。错过船票预约的，在此期间到镇便民中心窗口登记，不再参加评优。
第四条　办理船票卡，应当提交身份证、照片和体检单，由镇便民中心当场核对，发给船票卡。
第五条　船票卡遗失的，书面说明后免费补发。
第六条　船票卡登记、制卡不收取费用。
禾川市人民政府
2024年3月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [RULES])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("我外婆86了,禾川的,一个月船票补几个钱", ["35元"], ["60元"]),
        ("我爷爷刚满九十,禾川户口,船票一个月补好多", ["60元"], ["35元"]),
        ("船票预约那几天忘了登记,还来得及不,咋整", ["错过船票预约的", "4月5日"], ["3月1日"]),
        ("船票卡找不见了,还能坐船不", ["书面说明"], ["体检单"]),
        ("办船票卡登记要交20块钱,对不?", ["不收取费用"], []),
    ],
)
async def test_the_clause_of_the_case_that_is_told_answers(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)


@pytest.mark.parametrize(
    "question", ["我外婆86了,禾川的,种牙给报好多", "身份证丢了,咋整", "我家狗找不见了,咋整", "房子忘了登记,还来得及不"]
)
async def test_another_matter_is_refused_whatever_case_is_told(ask: Ask, question: str) -> None:
    assert (await ask(question)).status == "refused"
