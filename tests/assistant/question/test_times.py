"""Years that a question speaks of and dates that it asserts."""

from __future__ import annotations

import pytest

from assistant.question.times import asserted_dates, find_times


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("是要在2020年6月底前完成吧?", ["2020年6月"]),
        ("土地是租到2050年吗?", ["2050年"]),
        ("网站是2007年开通的,对吗?", ["2007年"]),
        ("2018年是不是要新增150家?", []),
        ("2018年12月那份通知还有效吗?", []),
        ("到2035年的目标是什么?", []),
        ("2016年到2020年完成吗?", []),
        ("是2006年9月7号发的吧?", ["2006年9月7号"]),
        ("是9月7号发的吧?", ["9月7号"]),
    ],
)
def test_a_date_is_asserted_where_a_deadline_is_said(text: str, dates: list[str]) -> None:
    assert asserted_dates(text, find_times(text)) == dates
