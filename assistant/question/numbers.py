"""Amounts, shares and counts as they stand in questions."""

from __future__ import annotations

import re

_MEASURES = (
    r"(?:百分点|%|‰|万亿元?|亿元?|万元|千元|元|万人次?|人次|人|名|位|个|家|项|件|处|所|座|台套?|辆|套|次|场|批|类|种|条|户|"
    r"亩|平方米|平方公里|公里|公顷|吨|岁|年|个?月|天|日|个?工作日|小时|倍|亿|万|分)"
)
_FIGURE = re.compile(
    rf"(?:百分之[〇零一二两三四五六七八九十百点]+|\d+(?:\.\d+)?(?:[-~至到]\d+(?:\.\d+)?)?\s*(?:万|亿)?[多余]?{_MEASURES}"
    rf"|[一二两三四五六七八九十百千万亿]{{2,}}{_MEASURES}|\d+\.\d+|\d{{2,}}(?:万|亿)?)"
)
_DATE = re.compile(r"^(?:(?:19|20)\d{2}年?|\d{1,2}[月日])$")


def find_figures(text: str, *, skip: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, int, str]]:
    """Amounts, shares and counts in `text` as (start, end, written); dates and the ranges in `skip` are left out."""
    found = []
    for match in _FIGURE.finditer(text):
        if _DATE.match(match.group()) or any(s < match.end() and match.start() < e for s, e in skip):
            continue
        found.append((match.start(), match.end(), re.sub(r"\s", "", match.group())))
    return found
