"""Figures of a question."""

from __future__ import annotations

import pytest

from assistant.question.numbers import find_figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("间隔不超过5分钟", ["5分钟"]),
        ("限期30日内改正", ["30日"]),
        ("每年1月31日前报告", []),
        ("按货值的2%至6%奖励", ["2%至6%"]),
        ("60至79周岁每人每餐补2元", ["60至79周岁", "2元"]),
        ("队伍126支、7850人", ["126支", "7850人"]),
        ("得分低于60分", ["60分"]),
        ("按系数1.2分摊,按1.5分配", ["1.2", "1.5"]),
        ("室温20度、18℃，噪声50分贝", ["20度", "18℃", "50分贝"]),
        ("2025年建3座", ["3座"]),
    ],
)
def test_figures_have_their_unit_and_dates_are_none(text: str, figures: list[str]) -> None:
    assert [written for _, _, written in find_figures(text)] == figures
