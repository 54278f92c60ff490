"""Years that a question speaks of and dates that it asserts."""

from __future__ import annotations

import pytest

from assistant.question.times import asserted_dates, find_times, spell_years


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


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("95年和96年各多少次?", "1995年和1996年各多少次?"),
        ("04年那份函", "2004年那份函"),
        ("房龄80年以上的住宅", "房龄80年以上的住宅"),
        ("1995年多少次?", "1995年多少次?"),
        ("30年产权", "30年产权"),
    ],
)
def test_years_of_two_figures_are_spelt_out(text: str, spelt: str) -> None:
    assert spell_years(text) == spelt
