"""Whether two sides are the same, or which has more."""

from __future__ import annotations

import pytest

from assistant.answering.extractive.verdict import Told, verdict

TERM = "评估结果的有效期一样长吗?"
SUM = "每月护理补贴哪个高?"


@pytest.mark.parametrize(
    ("question", "one", "other", "said"),
    [
        (TERM, "评估分为五个等级，评估结果有效期12个月。[1]", "评估结果有效期为一年。[2]", "两者相同。"),
        (TERM, "评估结果有效期为两年。", "评估结果有效期12个月。", "两者不同：甲县更长。"),
        (TERM, "评估结果长期有效。", "评估结果有效期12个月。", ""),
        (TERM, "评估结果30日内公布。", "评估结果有效期12个月。", ""),  # days are no months
        (SUM, "等级：重度；护理补贴（元/人·月）：350。", "护理补贴每月400元，交通补贴每月600元。", "乙市更高。"),
        ("每月护理补贴谁的低些?", "护理补贴每月350元。", "护理补贴每月400元。", "甲县更低。"),
        (SUM, "护理补贴每年350元。", "护理补贴每月400元。", ""),
        (SUM, "护理补贴每月最高350元。", "护理补贴每月400元。", ""),
        (SUM, "护理补贴每月350元或者400元。", "护理补贴每月400元。", ""),
        (SUM, "护理补贴按费用的30%发放。", "护理补贴每月400元。", ""),
        ("每月护理补贴各是多少?", "护理补贴每月350元。", "护理补贴每月400元。", ""),
    ],
)
def test_a_verdict_is_given_where_the_figures_leave_no_doubt(question: str, one: str, other: str, said: str) -> None:
    assert verdict(question, [Told("甲县", question, one), Told("乙市", question, other)]) == said


@pytest.mark.parametrize(
    ("question", "one", "other", "said"),
    [
        ("哪个先施行?", "《甲（2024年1月1日）》：施行日期2025年2月1日。", "施行日期2024年10月1日。", "乙市先施行。"),
        ("哪份后到期?", "有效期至2027年2月1日。", "有效期至2026年10月1日。", "甲县后到期。"),
        ("哪个先施行?", "施行日期2025年2月1日。", "自2025年2月1日起施行。", "两者同一天。"),
        ("哪个先施行?", "文件没有写明施行日期。", "施行日期2024年10月1日。", ""),
    ],
)
def test_which_of_two_comes_first_is_told_by_their_days(question: str, one: str, other: str, said: str) -> None:
    assert verdict(question, [Told("甲县", question, one), Told("乙市", question, other)]) == said
