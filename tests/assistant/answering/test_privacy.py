"""What is masked in a question, and what is left alone."""

from __future__ import annotations

import pytest

from assistant.answering.privacy import mask


@pytest.mark.parametrize(
    ("question", "masked"),
    [
        ("我身份证11010519491231002X能申请吗", "我身份证[身份证号]能申请吗"),
        ("身份证号是 110105 19491231 0021,怎么办", "身份证号是 [身份证号],怎么办"),
        ("电话13812345678", "电话[电话号码]"),
        ("电话+86 138-1234-5678。", "电话[电话号码]。"),
        ("电话１３８１２３４５６７８", "电话[电话号码]"),
        ("座机0519-85681234", "座机[电话号码]"),
        ("卡号6222021234567890123", "卡号[银行卡号]"),
        ("卡号 6222 0212 3456 7890", "卡号 [银行卡号]"),
    ],
)
def test_personal_numbers_are_masked(question, masked):
    assert mask(question) == masked


@pytest.mark.parametrize(
    "question",
    [
        "2018年新增120家企业研发机构",
        "扬发〔2018〕30号第15条",
        "投入1500000元,占2.81%",
        "2018-05-29至2020-12-31",
        "2018-05-29 2020-12-31",
        "索引号014109429/2018-00123",
    ],
)
def test_policy_numbers_are_left_alone(question):
    assert mask(question) == question
