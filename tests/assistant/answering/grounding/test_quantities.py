"""Numbers and dates as values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.grounding.quantities import read_days, read_plans, read_quantities, value_of
from assistant.answering.grounding.wording import normalize

_CN_DIGITS = "零一二三四五六七八九"


def _chinese(number: int) -> str:
    """The plain reading of 1..99999."""
    parts, zero = [], False
    for power, name in ((10000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            parts.append(("零" if zero and parts else "") + _CN_DIGITS[digit] + name)
        zero = not digit
    return "".join(parts)


def _read(text: str) -> list[tuple[str, str, str, str]]:
    clean = normalize(text)
    found = read_quantities(clean, read_days(clean))
    return [(f"{q.low.normalize():f}", f"{q.high.normalize():f}", q.unit, q.bound) for q in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１２０家", ("120", "120", "家", "")),
        ("百分之三点五", ("3.5", "3.5", "%", "")),
        ("1.5万人", ("15000", "15000", "人", "")),
        ("2万亿元", ("2000000000000", "2000000000000", "元", "")),
        ("两千三百万元", ("23000000", "23000000", "元", "")),
        ("1,800家", ("1800", "1800", "家", "")),
        ("两家", ("2", "2", "家", "")),
        ("1—2家", ("1", "2", "家", "")),
        ("1至2家", ("1", "2", "家", "")),
        ("10-20万元", ("100000", "200000", "元", "")),
        ("5%-10%", ("5", "10", "%", "")),
        ("不少于20%", ("20", "20", "%", "min")),
        ("20%以上", ("20", "20", "%", "min")),
        ("不低于20%", ("20", "20", "%", "min")),
        ("至少引进20名", ("20", "20", "人", "min")),
        ("不超过3个百分点", ("3", "3", "百分点", "max")),
        ("30个工作日内", ("30", "30", "工作日", "max")),
        ("100余家", ("100", "100", "家", "min")),
        ("4.8个", ("4.8", "4.8", "个", "")),
        ("2.5毫米", ("2.5", "2.5", "", "")),
    ],
)
def test_a_quantity_is_read_with_its_unit_and_bound(text, expected):
    assert _read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "一带一路",
        "统一部署",
        "8.推进企业建设",
        "四川的政策",
        "十四五规划",
        "7.2本预案由县水利局解释",
        "4.1.2市级响应",
        "4.1.3部门联动",
    ],
)
def test_words_with_numerals_in_them_are_no_quantities(text):
    assert _read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018年5月29日", (2018, 5, 29, "")),
        ("2018-05-29", (2018, 5, 29, "")),
        ("二〇一八年五月二十九日", (2018, 5, 29, "")),
        ("2020年底", (2020, None, None, "end")),
        ("2020年末", (2020, None, None, "end")),
        ("2021年上半年", (2021, None, None, "h1")),
        ("9月底前", (None, 9, None, "end")),
        ("年底前", (None, None, None, "end")),
    ],
)
def test_a_date_is_read_as_far_as_it_is_given(text, expected):
    assert [(d.year, d.month, d.day, d.part) for d in read_days(normalize(text))] == [expected]


def test_plans_are_read():
    assert read_plans(normalize("到“十三五”末，衔接十四五规划")) == {"十三五", "十四五"}


@given(st.integers(min_value=1, max_value=99999))
def test_a_chinese_numeral_has_the_value_of_its_digits(number):
    assert value_of(_chinese(number)) == value_of(str(number)) == Decimal(number)


@given(st.integers(min_value=2, max_value=10**7), st.sampled_from(["家", "%", "亿元", "万人", "项"]))
def test_a_number_equals_itself_only(number, unit):
    assert _read(f"新增{number}{unit}") == _read(f"新增{number:,}{unit}")
    assert _read(f"新增{number}{unit}") != _read(f"新增{number + 1}{unit}")
