"""Numbers, amounts and dates as values: `1.5万` is 15000, `百分之三` is 3 %, `二〇一八年五月` is 2018-05."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Bound = Literal["", "min", "max"]

_DIGITS = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "○": 0, "两": 2}
    | {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
)
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_CN = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"

_UNITS = (
    "个百分点|百分点|%|‰|平方公里|平方千米|平方米|立方米|公顷|亩|公里|千米|米|公斤|千克|克|吨标准煤|吨|升|千瓦时|兆瓦|千瓦|度"
    "|美元|欧元|港元|元|个工作日|工作日|个月|个小时|小时|分钟|秒|天|日|周年|周岁|年级|年|月|岁|周|季度|学时|课时|倍|折|成"
    "|个部门|部门|人次|人年|家次|件次|场次|台套|家|个|项|名|人|件|种|类|次|场|批|条|辆|台|套|所|户|位|支|座|篇|部|组|对|只"
    "|幅|栋|间|张|份|枚|处|片|大|级|档|期|轮|届|层|门|本|号|股|票|站|点|强|方|企|镇|县|市|村|区|省|园|款|章|节|编|部分|目"
)
_UNIT = "|".join(sorted(set(_UNITS.split("|")), key=len, reverse=True))
_SAME_UNIT = {
    "名": "人",
    "位": "人",
    "个百分点": "百分点",
    "个工作日": "工作日",
    "个小时": "小时",
    "天": "日",
    "个部门": "部门",
    "平方千米": "平方公里",
    "千米": "公里",
    "千克": "公斤",
}
_DURATIONS = {
    "年": ("月", 12), "周年": ("月", 12), "个月": ("月", 1), "月": ("月", 1), "周": ("日", 7), "日": ("日", 1),
    "工作日": ("工作日", 1), "小时": ("分钟", 60), "分钟": ("分钟", 1),
}  # fmt: skip
_IDLE_ONE = frozenset(
    "个项种类批次条大级点期方部组片对层位支处号站区市县省镇村套本份张园度轮股"
)  # 一批, 一个: articles

_UNIT_HEADS = "".join(sorted({unit[0] for unit in _UNITS.split("|")} - {"百", "千"}))
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = rf"万亿|[百千]?[万亿]|[百千](?=[{_UNIT_HEADS}])"
_NUMBER = rf"(?:{_ARABIC})(?:{_SCALE})?|[{_CN}]+(?:点[{_CN}]+)?"
_QUANTITY = re.compile(
    rf"(?P<ordinal>第)?(?P<rate>百分之|千分之)?(?P<low>{_NUMBER})(?:(?P<lowunit>%|{_UNIT})?(?:-|至|到)(?P<high>{_NUMBER}))?"
    rf"(?P<more>[余多](?={_UNIT}))?(?P<unit>{_UNIT})?"
)
_AFTER = re.compile(
    r"[)”]?(?P<min>及?以上|之上|起)|[)”]?(?P<max>及?以下|以内|之内|内(?![部容生外涵在地需资])|以前|前(?![列十百茅沿景提期后款]|\d))"
)
_BEFORE = re.compile(
    r"(?P<max>不得?超过|不得?高于|不得?多于|不得?大于|至多|最多|最高|低于|少于|小于|不足|未满|不到|控制在)"
    r"|(?P<min>不得?少于|不得?低于|不得?小于|至少|最少|最低|超过|突破|高于|多于|大于|超|逾|满)"
)
_FREE_MIN = re.compile(r"超过|突破|超|逾|满|高于")

_YEAR = r"(?:19|20)\d\d"
_CN_YEAR = r"[一二][零〇○一二三四五六七八九]{3}"
_DATE = re.compile(
    rf"(?P<y1>{_YEAR})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?!\d)"
    rf"|(?P<y2>{_YEAR}|{_CN_YEAR})年度?(?:(?P<m2>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月份?(?:(?P<d2>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号])?)?"
    r"|(?<![\d.])(?P<m3>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?P<d3>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|(?=[底末初中]))"
    rf"|(?<![\d.\w])(?P<y4>{_YEAR})(?=-{_YEAR}年|[、和及]{_YEAR}年|-\d\d年|学年|[、和]|$|[,。;:)）])"
)
_PART = re.compile(
    r"(?:年|月)?(?P<end>年底|年末|底|末)|(?:年)?(?P<start>年初|初)(?![期步级创次])|(?P<h1>上半年)|(?P<h2>下半年)|第?(?P<q>[一二三四1-4])季度"
)
_BARE_PART = re.compile(r"(?<!每)年(?P<end>底|末)|年(?P<start>初)(?![期步级])")
_PLAN = re.compile(
    r"“?([一二三四五六七八九]?十[一二三四五六七八九]?)五”?(?=时期|规划|期间|末|以来|、|”|$)|“(十[一二三四五六七八九])”"
)
# of what is counted one by one there are no tenths: 7.2本预案 begins with the number of its clause
_ENUMERATOR = re.compile(
    r"(?:(?<=[\n。;,:])|^)\(?\d{1,2}[.、)](?=[\u3400-\u9fff“])"
    r"|(?:(?<=\n)|^)\d{1,2}(?:\.\d{1,2}){1,3}(?=[本组部级条项门点章节编处站])"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with its unit of measure; `start` is where it stands in the normalised text."""

    low: Decimal
    high: Decimal
    unit: str
    bound: Bound = ""
    ordinal: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    soft: bool = field(default=False, compare=False)  # the bound may be left out: 突破100亿元, 30日内
    idle: bool = field(default=False, compare=False)  # an article rather than a number: 一批
    cell: bool = field(default=False, compare=False)  # stands alone in a table cell


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is given; `part` is end, start, h1, h2 or q1..q4."""

    year: int | None
    month: int | None
    day: int | None
    part: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def covers(self, other: Day) -> bool:
        """True if everything that `other` says is said here too."""
        ours, theirs = (self.year, self.month, self.day), (other.year, other.month, other.day)
        if any(want is not None and have != want for have, want in zip(ours, theirs, strict=True)):
            return False
        return not other.part or other.part == self.part


@lru_cache(maxsize=4096)
def value_of(written: str) -> Decimal | None:
    """The value of an Arabic, Chinese or mixed numeral; None where it is none (`百万亿`-like noise)."""
    plain = written.replace(",", "")
    if plain[0].isdigit():
        digits = re.match(r"\d+(?:\.\d+)?", plain)
        assert digits  # noqa: S101 - the caller's pattern starts with a digit
        factor = Decimal(1)
        for char in plain[digits.end() :]:
            factor *= _TENS.get(char) or _MYRIADS[char]
        return Decimal(digits.group()) * factor
    whole, _, fraction = plain.partition("点")
    if fraction and not all(c in _DIGITS for c in fraction):
        return None
    value = Decimal(_chinese(whole))
    return value + Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction)) if fraction else value


def _chinese(numeral: str) -> int:
    if len(numeral) > 1 and all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = section = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIADS[char]
            section = digit = 0
    return total + section + digit


def read_days(text: str) -> list[Day]:
    """Dates of a normalised text, in order."""
    found = []
    for match in _DATE.finditer(text):
        year, month, day = (_first(match, name) for name in "ymd")
        if (month and not 1 <= month <= 12) or (day and not 1 <= day <= 31):
            continue
        tail = _PART.match(text, match.end())
        part, end = (_part_of(tail), tail.end()) if tail else ("", match.end())
        found.append(Day(year, month, day, part, match.start(), end))
    taken = [(d.start, d.end) for d in found]
    for match in _BARE_PART.finditer(text):
        if not any(a <= match.start() < b for a, b in taken):
            found.append(Day(None, None, None, _part_of(match), match.start(), match.end()))
    return found


def _first(match: re.Match[str], name: str) -> int | None:
    for key, written in match.groupdict().items():
        if key.startswith(name) and written:
            value = value_of(written)
            return None if value is None else int(value)
    return None


def _part_of(match: re.Match[str]) -> str:
    name = next(key for key, written in match.groupdict().items() if written)
    return f"q{value_of(match['q'])}" if name == "q" else name


def duration_of(quantity: Quantity) -> tuple[Decimal, Decimal, str] | None:
    """The least and the most of a time in months, days or minutes, none of which is so many of another; else None."""
    if quantity.unit not in _DURATIONS:
        return None
    base, factor = _DURATIONS[quantity.unit]
    return quantity.low * factor, quantity.high * factor, base


def read_quantities(text: str, days: list[Day]) -> list[Quantity]:
    """Numbers of a normalised text outside its dates; heading numbers (`8.`) are no quantities."""
    masked = _ENUMERATOR.sub(lambda m: "\n" * len(m.group()), _blank(text, days))
    return [q for match in _QUANTITY.finditer(masked) if (q := _quantity(match, masked)) is not None]


def read_plans(text: str) -> set[str]:
    """Five-year plans: 十三五, 十四五."""
    return {m.group().strip("“”") for m in _PLAN.finditer(text)}


def _blank(text: str, days: list[Day]) -> str:
    for day in days:
        text = text[: day.start] + "\n" * (day.end - day.start) + text[day.end :]
    return _PLAN.sub(lambda m: "\n" * len(m.group()), text)


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    low, unit = match["low"], match["unit"] or ""
    chinese = not low[0].isdigit()
    if match["rate"]:
        unit = "%" if match["rate"] == "百分之" else "‰"
    elif chinese and (not unit or _inside_word(match, text)):
        return None
    first, last = value_of(low), value_of(match["high"] or low)
    if first is None or last is None:
        return None
    if match["lowunit"] and unit and match["lowunit"] != unit:
        last = first
    if match["high"] and not unit and match["lowunit"]:
        unit = match["lowunit"]
    if match["high"] and match["low"][-1] not in "万亿" and (match["high"][-1] in "万亿") and last > 10 * first:
        first *= value_of("1" + re.sub(rf"^(?:{_ARABIC})", "", match["high"])) or 1
    if unit == "成" and chinese:
        first, last, unit = first * 10, last * 10, "%"
    bound, soft = _bound(match, text, unit)
    cell = (
        not unit
        and text[match.start() - 1 : match.start()] in ("", "|", ":", "\n")
        and text[match.end() : match.end() + 1] in ("", "|", "\n")
    )
    return Quantity(
        first, last, _SAME_UNIT.get(unit, unit), bound, bool(match["ordinal"]), match.start(), match.end(), soft,
        chinese and first == last == 1 and unit in _IDLE_ONE and not match["ordinal"], cell,
    )  # fmt: skip


def _inside_word(match: re.Match[str], text: str) -> bool:
    """统一部, 唯一大: the numeral belongs to the word before it."""
    return match["low"][0] == "一" and text[match.start() - 1 : match.start()] in tuple("统唯单专同逐任万")


def _bound(match: re.Match[str], text: str, unit: str) -> tuple[Bound, bool]:
    if match["more"]:
        return "min", True
    after = _AFTER.match(text, match.end())
    if after and not (after["min"] == "起" and unit not in ("日", "岁")):
        limit: Bound = "min" if after["min"] else "max"
        return limit, after.group() in ("内", "前", "以前", "起")
    window = re.split(r"[\d,。;、:\n]", text[max(0, match.start() - 10) : match.start()])[-1]
    before = list(_BEFORE.finditer(window))
    if not before:
        return "", False
    word = before[-1].group()
    return ("min" if before[-1]["min"] else "max"), bool(_FREE_MIN.fullmatch(word))
