"""Amounts, shares and counts as they stand in questions."""

from __future__ import annotations

import re

from assistant.question.rhythms import find_rhythms

_MEASURES = (
    r"(?:个?百分点|个?工作日|个?月|个人(?![才员选信])|%|‰|万亿元?|亿元?|万元|千元|元|块钱?|万人次?|人次|人|名|位|个|家|项|件|处|所|座|台套?|辆|套|次|场|批|类|种|条|只|头|户|"
    r"亩|平方米|立方米|平方公里|公里|公顷|米|吨|公斤|千克|升|周?岁|年|天|日|小时|分钟|秒|倍|亿|万|分(?:贝|(?![摊配担期批类级段组]))|批次?|张|份|枚|株|支|艘|架|栋|幢|间|册|棵|千瓦时?|厘米|毫米|"
    r"摄氏度|℃|°[Cc]|度(?![假过量日角]))"
)
_FIGURE = re.compile(
    rf"(?:百分之[〇零一二两三四五六七八九十百点]+|\d+(?:\.\d+)?(?:{_MEASURES}?[-~至到]\d+(?:\.\d+)?)?\s*(?:万|亿)?[多余]?{_MEASURES}"
    rf"|[一二两三四五六七八九十百千万亿]{{2,}}{_MEASURES}|\d+\.\d+|(?<![第月\d.])\d{{2,}}(?:万|亿)?)"
)
# 任期三年: a single numeral counts only where it is claimed; 三年行动 is a name
_IN_WORDS = re.compile(
    r"(?<![第每一二两三四五六七八九十几\d])(?:[二两三四五六七八九十]|半(?=年|个?小时)|一(?=(?:个?小时|个?工作日|个月|天|日|周|年)(?:以|之)?内))(?:年|个月|个?小时|个?工作日|分钟|天|日|周|次|岁|倍|成|届|期|级|条|只|头|家|户|套|元|块钱?)"
    r"(?!行动|计划|方案|规划|制|会议|[一二三四五六七八九十])"
)
_DATE = re.compile(r"^(?:(?:19|20)\d{2}年?|\d{1,2}月)$")
_OF_MONTH = re.compile(r"月$")  # 6月30日 is a day, no number of days


def find_figures(text: str, *, skip: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, int, str]]:
    """Amounts, shares and counts in `text` as (start, end, written); dates and the ranges in `skip` are left out."""
    found = []
    for match in _FIGURE.finditer(text):
        if (
            _DATE.match(match.group())
            or _is_day(text, match)
            or any(s < match.end() and match.start() < e for s, e in skip)
        ):
            continue
        found.append((match.start(), match.end(), re.sub(r"\s", "", match.group())))
    return found


def _is_day(text: str, figure: re.Match[str]) -> bool:
    return figure.group().endswith("日") and bool(_OF_MONTH.search(text[: figure.start()]))


def find_claims(text: str, *, skip: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, int, str]]:
    """What a question that asserts something may claim in words: a rhythm (每月开一次) or a count (三年), and where."""
    rhythms = find_rhythms(text)
    taken = [*skip, *((r.start, r.end) for r in rhythms)]
    counts = (m for m in _IN_WORDS.finditer(text) if not any(s < m.end() and m.start() < e for s, e in taken))
    found = [(r.start, r.end) for r in rhythms] or [m.span() for m in counts]
    return [(start, end, text[start:end]) for start, end in found]
