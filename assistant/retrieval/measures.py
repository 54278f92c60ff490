"""What kind of figure a question asks for, and whether a passage holds one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_COUNTED = "家|个|名|人|件|项|场|次|种|类|所|条|座|台|户|支|批|年|只|位|强|倍|成|岁|周|天|级|档"
_NUMERAL = (
    rf"(?:\d[\d,.]*[万亿千百]*|[一二两三四五六七八九十百千]{{1,6}}(?=[万亿{_COUNTED.replace('|', '')}])(?:[万亿])?)"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of figure: how it is asked for and how it is stated."""

    name: str
    asked: re.Pattern[str]
    stated: re.Pattern[str]


def _measure(name: str, asked: tuple[str, ...], stated: str) -> Measure:
    return Measure(name, re.compile("|".join(asked)), re.compile(stated))


# The first that fits counts: money before counts, since 多少万元 is also 多少
MEASURES = (
    _measure(
        "money",
        (
            r"多少(?:钱|(?:千|百)?(?:万|亿)?元|(?:万|亿)(?!家|人|件|平))|几(?:百|千)?(?:万|亿)元|金额|额度|安家费|租金|收费",
            rf"(?:给|发放|奖励|补助|补贴|资助|奖金|工资)[^,。?]{{0,6}}多少(?!{_COUNTED})|多少(?:奖励|补贴|补助|资助|奖金)",
        ),
        rf"{_NUMERAL}\s*(?:多|余)?(?:万|亿)?元|\d+(?:\.\d+)?\s*亿(?!人|次|件)",
    ),
    _measure(
        "area",
        (r"面积|占地(?:多少|多大|几)|多少(?:平方|亩|公顷)",),
        rf"{_NUMERAL}\s*(?:万)?(?:平方(?:米|公里)|亩|公顷)",
    ),
    _measure("ordinal", (r"第几",), r"[第前]\s*[\d一二三四五六七八九十百]+"),
    _measure(
        "share",
        (r"百分之几|百分比|占比|比重|比例|几个点|率(?:的?目标)?(?:是|要|达|为|到)*多少|增长多少|增幅|增速",),
        r"\d+(?:\.\d+)?\s*[%％]|百分之|个百分点",
    ),
    _measure(
        "date",
        (r"什么时候|何时|哪一?年|哪天|几月|几号|多久|期限|时限|几年",),
        r"\d{4}\s*年|\d+\s*(?:个月|年|月|日|天)|[一二三四五六七八九十]+(?:年|个月|日)|每年|年底",
    ),
    _measure("count", (rf"多少|几(?:{_COUNTED})|数量|总数",), _NUMERAL),
)


_ALIKE = ("家个所座只", "人名位户强", "项个条件", "场次届", "台套辆", "天日", "件项个")
_COUNTER_ASKED = re.compile(rf"(?:多少|几)({_COUNTED.replace('|级|档', '')})")


def measure_asked(question: str, asserted: Sequence[str] = ()) -> Measure | None:
    """The kind of figure asked for, or that of a figure which the question asserts; None where there is none."""
    for figure in asserted:
        if unit := figure.lstrip("0123456789.,-—~至到"):
            return Measure("asserted", re.compile(""), re.compile(rf"{_NUMERAL}\s*{re.escape(unit)}"))
    found = next((m for m in MEASURES if m.asked.search(question)), None)
    if found and found.name == "count" and (counter := _COUNTER_ASKED.search(question)):
        alike = "".join(group for group in _ALIKE if counter[1] in group) + counter[1] + "个"
        return Measure("count", found.asked, re.compile(rf"{_NUMERAL}\s*(?:多|余)?(?:[万亿])?[{alike}]"))
    return found
