"""Years that a question speaks of and dates that it asserts."""

from __future__ import annotations

import pytest

from assistant.question.times import asserted_dates, find_times, spell_years, without_given_years


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
        ("每年1月31日前报告,对吗?", ["1月31日"]),
        ("2025年6月30日前完成,对吗?", ["2025年6月30日"]),
        ("摊位费只免到2026年年底2025年12月,是吧", ["2026年", "2025年12月"]),
        ("是2025年、2026年的吧", ["2025年"]),
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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("到2025年比2020年降多少?", ["2025"]),
        ("死亡率跟2020年比要降多少?", []),
        ("在2020年基础上提高多少?", []),
        ("改造2000年底前建成的老楼的文件", []),
        ("小区是2005年建成的,能改造吗?", []),
        ("娃2019年9月2号生的,今年能上学吗?", []),
        ("2020年建成的平台有多少家?", ["2020"]),
        ("2020年建成多少家平台?", ["2020"]),
        ("2019年与2020年各建多少家?", ["2019", "2020"]),
    ],
)
def test_a_year_that_is_a_base_or_tells_since_when_a_thing_is_there_is_not_asked_about(
    text: str, left: list[str]
) -> None:
    assert [str(time.first) for time in find_times(without_given_years(text))] == left


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("25年平县冷链要完成哪些指标", [2025]),
        ("补贴多少,26年还有吗", [2026]),
        ("20年以上工龄怎么算", []),
        ("25年产权的房子", []),
    ],
)
def test_a_year_of_two_figures_opens_a_question(text: str, years: list[int]) -> None:
    assert [time.first for time in find_times(text)] == years
