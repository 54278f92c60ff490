"""Amounts that a question gives as its case (800人的会) and what sentences set for them (500人至1000人的)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, prod

from ingestion.numerals import to_int

_NUMERAL = r"\d+(?:\.\d+)?|[一二两三四五六七八九十][一二两三四五六七八九十百千]*|半"  # 多少千瓦, 几百亩 give none
_SCALES = {
    "人": ("人", 1.0), "名": ("人", 1.0), "户": ("户", 1.0), "家": ("家", 1.0), "次": ("次", 1.0), "头": ("头", 1.0),
    "亩": ("亩", 1.0), "岁": ("岁", 1.0), "周岁": ("岁", 1.0), "平方米": ("平方米", 1.0), "平": ("平方米", 1.0),
    "元": ("元", 1.0), "块钱": ("元", 1.0), "块": ("元", 1.0),
    "吨": ("吨", 1.0), "千瓦": ("千瓦", 1.0), "瓦": ("千瓦", 0.001),
    "公里": ("米", 1000.0), "米": ("米", 1.0), "厘米": ("米", 0.01), "毫米": ("米", 0.001),
    "分钟": ("小时", 1 / 60), "小时": ("小时", 1.0), "个小时": ("小时", 1.0), "天": ("小时", 24.0),
    "日": ("小时", 24.0), "分": ("分", 1.0), "个月": ("月", 1.0), "年": ("月", 12.0), "%": ("%", 1.0), "％": ("%", 1.0),
    "成": ("%", 10.0), "度": ("度", 1.0), "摄氏度": ("度", 1.0), "℃": ("度", 1.0), "°C": ("度", 1.0), "°c": ("度", 1.0),
}  # fmt: skip
_MULTIPLES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_GOES_ON = {  # what makes a unit another word
    "成": "(?![员功立本效果年人就绩交品])", "分": "(?!之|类|级|别|期|布)", "块": "(?![地田板石砖牌场区])",
    "度": "(?![假过量日角电数])",
}  # fmt: skip
_UNITS = "|".join(f"{unit}{_GOES_ON.get(unit, '')}" for unit in sorted(_SCALES, key=len, reverse=True))
_AMOUNT = rf"(?P<{{0}}>{_NUMERAL})(?P<{{0}}_times>(?:个(?=[百千]?[万亿]))?[百千]?[万亿]?)"
_ENDS = r"(?:[（(](?P<{0}>不?含)[^）)]{{0,8}}[）)])?"
_TO = "至|到|—|－|-|~|～|不足|不满|、不足|,不足|，不足"
_BETWEEN = re.compile(  # 处五十元以上二百元以下 is what follows, and no case
    r"(?<![处予\d.一二两三四五六七八九十百千])"
    + _AMOUNT.format("low")
    + rf"(?P<low_unit>{_UNITS})?"
    + _ENDS.format("low_end")
    + rf"(?:(?:以上)?(?:{_TO})+|及?以上[、,，]?(?=[\d.一二两三四五六七八九十百千万]+(?:{_UNITS})及?以下))"
    + _AMOUNT.format("high")
    + rf"(?P<unit>{_UNITS})"
    + _ENDS.format("high_end")
)
_LEAST = re.compile(
    rf"(?<![不未])(?P<word>超过|大于|多于|高于|满|达到|不少于|不低于)?{_AMOUNT.format('low')}(?P<unit>{_UNITS})"
    + _ENDS.format("low_end")
    + r"(?P<above>及?以上)?"
)
_MOST = re.compile(
    rf"(?P<word>不足|不满|未满|少于|低于|小于|不超过|不高于|不大于|不多于)?{_AMOUNT.format('high')}(?P<unit>{_UNITS})"
    + _ENDS.format("high_end")
    + r"(?P<below>及?以[下内])?"
)
_MONEY = (  # 6个亿的项目
    r"(?:(?<=[万亿])|(?<=[万亿]多))(?=多?的|多?以|及以|[能可要该算归由谁会怎给落投左呢吗吧,，。?？、;；]|$)"
)
_GIVEN = re.compile(
    r"(?<![\d.第])(?P<less>[没未不][\u4e00-\u9fff]?[满到足]|少于|低于)?(?P<over>超过|多于|高于|大于)?"
    + _AMOUNT.format("low")
    + rf"(?P<more>多?)(?P<unit>{_UNITS}|{_MONEY})(?P<still_more>多|及?以上)?"
    + r"(?P<below>及?以下)?(?!前|后|内|一?次|起|底|初|级|之)"
)
_BELOW = ("不足", "不满", "未满", "少于", "低于", "小于")
_CALENDAR = 1900
_MONTH = 30 * 24.0  # hours
_LESS, _MORE = 0.99, 1.01  # 没满五年 is below five years, 两天多 above two days


@dataclass(frozen=True, slots=True)
class Condition:
    """What a sentence sets for amounts on one scale."""

    scale: str
    low: float = 0.0
    high: float = inf
    low_in: bool = True
    high_in: bool = True

    def holds(self, amount: float) -> bool:
        above = amount >= self.low if self.low_in else amount > self.low
        return above and (amount <= self.high if self.high_in else amount < self.high)


@lru_cache(maxsize=1_000)  # each rule reads the same question
def amounts_given(question: str) -> tuple[tuple[str, float], ...]:
    """Scale and amount of what the question gives; calendar years and dates are none."""
    found = []
    for match in _GIVEN.finditer(question):
        amount = _value(match["low"], match["low_times"])
        calendar = match["unit"] in ("年", "日") and (amount is None or amount >= _CALENDAR or "月" in question)
        of_each = match["low"] == "一" and not match["low_times"]  # 一年, 一个人
        if amount is None or calendar or of_each:
            continue
        scale, factor = _SCALES[match["unit"] or "元"]
        more = match["over"] or match["more"] or match["still_more"]
        beside = _LESS if match["less"] or match["below"] else _MORE if more else 1.0
        found.append((scale, amount * factor * beside))
    return tuple(found)


@lru_cache(maxsize=10_000)  # the same sentences come up again and again
def conditions_in(sentence: str) -> tuple[Condition, ...]:
    """The conditions that a sentence sets, in reading order."""
    found: list[tuple[int, Condition]] = []
    rest = sentence
    for match in _BETWEEN.finditer(sentence):
        scale, factor = _SCALES[match["unit"]]
        low_factor = _SCALES[match["low_unit"]][1] if match["low_unit"] else factor
        low, high = _value(match["low"], match["low_times"]), _value(match["high"], match["high_times"])
        if low is None or high is None:
            continue
        times = _times(match["high_times"]) if not match["low_unit"] and not match["low_times"] else 1.0
        ends = match["low_end"] != "不含", match["high_end"] != "不含" and "不" not in match.group()[1:-1]
        found.append((match.start(), Condition(scale, low * times * low_factor, high * factor, *ends)))
        rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
    for match in _LEAST.finditer(rest):
        if (match["word"] or match["above"]) and (low := _value(match["low"], match["low_times"])) is not None:
            scale, factor = _SCALES[match["unit"]]
            beyond = match["word"] in ("超过", "大于", "多于", "高于") and not match["above"]
            found.append((match.start(), Condition(scale, low=low * factor, low_in=not beyond)))
    for match in _MOST.finditer(rest):
        if (match["word"] or match["below"]) and (high := _value(match["high"], match["high_times"])) is not None:
            scale, factor = _SCALES[match["unit"]]
            found.append((match.start(), Condition(scale, high=high * factor, high_in=match["word"] not in _BELOW)))
    return tuple(condition for _, condition in sorted(found, key=lambda f: f[0]))


def is_of_other_case(given: Sequence[tuple[str, float]], sentence: str) -> bool:
    """Whether the sentence sets conditions for an amount that is given and none of them holds for it.

    Of several amounts on one scale (超过100人、超过500人的各…) each is a case of its own.
    """
    if not given:
        return False
    conditions = conditions_in(sentence)
    for scale in {scale for scale, _ in given}:
        on_scale = [c for c in conditions if c.scale == scale]
        if on_scale and not any(c.holds(amount) for c in on_scale for on, amount in given if on == scale):
            return True
    return False


def sets_case(given: Sequence[tuple[str, float]], sentence: str) -> bool:
    """Whether the sentence sets a condition that an amount given fulfils; months given fulfil one of days as well."""
    return bool(given) and any(_fulfils(scale, amount, c) for c in conditions_in(sentence) for scale, amount in given)


def _fulfils(scale: str, amount: float, condition: Condition) -> bool:
    if condition.scale == scale:
        return condition.holds(amount)
    # within so many days or months is but a time limit of something else
    in_days = (scale, condition.scale) == ("月", "小时") and condition.low > 0
    return in_days and condition.holds(amount * _MONTH)


def for_case(given: Sequence[tuple[str, float]], sentences: Sequence[str]) -> list[int]:
    """The places of the sentences that may be said of the amounts given: none of another case, and of several floors
    that an amount reaches (超过3000万元的…;超过5000万元的…) the highest for each amount.
    """
    kept = [i for i, sentence in enumerate(sentences) if not is_of_other_case(given, sentence)]
    floors: dict[int, Condition] = {}
    for i in kept:
        lows = [c for c in conditions_in(sentences[i]) if c.high == inf and c.scale in dict(given)]
        if len(lows) == 1 and any(lows[0].holds(amount) for scale, amount in given if scale == lows[0].scale):
            floors[i] = lows[0]
    highest = set()
    for scale, amount in given:
        if reached := [c.low for c in floors.values() if c.scale == scale and c.holds(amount)]:
            highest.add((scale, max(reached)))
    return [i for i in kept if i not in floors or (floors[i].scale, floors[i].low) in highest]


def _value(numeral: str, times: str) -> float | None:
    if numeral == "半":
        return 0.5 * _times(times)
    whole = float(numeral) if numeral[0].isdigit() else to_int(numeral.replace("两", "二"))
    return None if whole is None else float(whole) * _times(times)


def _times(written: str) -> float:
    return prod(_MULTIPLES[character] for character in written.removeprefix("个"))
