"""Years and planning periods in a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingestion.numerals import to_int

_FIVE_YEARS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_RANGE = re.compile(r"((?:19|20)\d{2})\s*年?\s*(?:-|~|至|到)\s*((?:19|20)\d{2})\s*年?")
_YEAR = re.compile(
    r"(?<![\d.\[(第])((?:19|20)\d{2})(?![\d.%]|[家人名万亿元个项多余块米亩吨头户只台辆座所套]|平方|公[里顷斤])"
    r"(?:年度?)?(?!\s*[\])]?\s*\d*\s*号)"
)
_HAN_YEAR = re.compile(r"([一二][〇零一二三四五六七八九]{3})年")
_SHORT_YEAR = re.compile(
    r"(?<![\d.满续近过达费计作期约共后])([12]\d)年(?=呢|新增|建|计划|完成|的|底|末|以?前|要|目标|度|$|[,。?])"
    r"|(?:^|[,。?])(2\d)年(?!以|内|期|限|来|多|左右|后|前|的|工|产|了|里|没|合|长|老|经|历)"  # 25年某县要完成…
)
# 95年, 04年; not the durations 80年以上, 90年期
_TWO_FIGURES = re.compile(r"(?<![\d.])([89]\d|0\d)年(?!以|期|限|内|来|多|左右|后|前|的?(?:历史|产权|经营))")
_RELATIVE = {"今年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "明年": 1, "前年": -2, "后年": 2}


# A year that something is compared with, and one in which a thing came to be: neither is the year that is asked about
_BASE = re.compile(
    r"(?:比|较|相?比于?|相较于?)(?:19|20)\d{2}年?(?:底|末)?(?![^,。?]{0,6}[更最])|[与和跟同](?:19|20)\d{2}年?(?:底|末)?(?=相?比|相较)"
    r"|以(?:19|20)\d{2}年?(?:底|末)?(?=为(?:基[数期准]))|在(?:19|20)\d{2}年?(?:底|末)?(?=的?基础上)"
)
_CAME_TO_BE = re.compile(
    r"(?:19|20)\d{2}年?(?:\d{1,2}月(?:份|\d{1,2}[日号])?)?(?:底|末|初)?(?:(?:以|之)?[前后]|以来|起)?(?:就|才|已经?)?新?"
    r"(?:建(?:成|造|好)?|盖|修建|竣工|投产|投运|投用|出生|生|注册|登记|毕业|参加工作|退休|退役|退伍|入伍|买|购[买入置]?|取得|成立|"
    r"设立|入职|入学|签|开工|开业|办|上牌|入住|交房|交付|装|落户)(?:下|好|了)?(?:的(?![^,。?]{0,10}(?:多少|几|哪))|(?=,))"
)
_ASSERTED = re.compile(r"(?:是|到|至|在|于|从|自)(?:要|应|应该|得)?\s*$")
_THAT_IS = re.compile(r"年?[底末初][,(]?也?就?是?")  # 今年年底2025年12月: both are asserted
_ASSERTED_ITSELF = re.compile(r"是(?:要|应|应该|得)?(?:到|至|在|于|从|自)?\s*$")
_UNTIL = re.compile(r"年?(?:\d{1,2}月(?:\d{1,2}[日号])?)?底?之?前(?!后)")
_OPEN = re.compile(r"什么|多少|几|哪|怎|如何|谁|何时|啥")
_MONTH = re.compile(r"年?\s*(\d{1,2}月(?:\d{1,2}[日号])?)")
_DAY = re.compile(r"(?<!\d)\d{1,2}月(?:份|\d{1,2}[日号])?|(?<![\d第])\d{1,2}[日号](?![线楼院])")
_NO_YEAR = re.compile(
    r"(?:(?:是|于|从|自)(?:要|在)?\s*)(\d{1,2}月\d{1,2}[日号])|(?<!\d年)(?<!\d)(\d{1,2}月\d{1,2}[日号])(?=之?前|截?止|起)"
)


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A year (`first == last`) or a period, with where it stands in the question."""

    start: int
    end: int
    first: int
    last: int


def find_times(text: str, as_of: date | None = None) -> list[FoundTime]:
    """Years and periods in reading order; 今年 and the like only where `as_of` tells which year it is."""
    found: list[FoundTime] = []
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[2])
        if first <= last:
            found.append(FoundTime(match.start(), match.end(), first, last))
    for name, year in _FIVE_YEARS.items():
        found += [FoundTime(m.start(), m.end(), year, year + 4) for m in re.finditer(rf"[“\"]?{name}[”\"]?", text)]
    for pattern in (_YEAR, _HAN_YEAR, _SHORT_YEAR):
        for match in pattern.finditer(text):
            year = to_int(next(filter(None, match.groups()))) or 0
            year += 2000 if year < 100 else 0
            if not any(f.start < match.end() and match.start() < f.end for f in found):
                found.append(FoundTime(match.start(), match.end(), year, year))
    if as_of is not None:
        for word, shift in _RELATIVE.items():
            found += [
                FoundTime(m.start(), m.end(), as_of.year + shift, as_of.year + shift) for m in re.finditer(word, text)
            ]
    return sorted(found, key=lambda f: f.start)


def without_given_years(text: str) -> str:
    """`text` with spaces for years that say what something is compared with or since when it is there.

    比2020年, 在2020年基础上, 2000年前建成的老楼.
    """
    for pattern in (_BASE, _CAME_TO_BE):
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    return text


def spell_years(text: str) -> str:
    """`text` with years of two figures, where they can be nothing else, in four (95年 -> 1995年)."""
    return _TWO_FIGURES.sub(lambda m: f"{'20' if m[1] < '80' else '19'}{m.group()}", text)


def find_days(text: str) -> list[tuple[int, int]]:
    """Where months and days stand (9月7号, 14日), years left out."""
    return [m.span() for m in _DAY.finditer(text)]


def asserted_dates(text: str, times: Sequence[FoundTime], *, beside_figure: bool = False) -> list[str]:
    """Dates, as far as they are given, where a deadline is said (是2019年的吧, 要在6月底前完成吗, 是9月7号发的吧).

    `beside_figure`: the question has a figure, so that a date is asserted only behind 是 (到2020年产值要做到2000亿吧).
    """
    if _OPEN.search(text):
        return []  # what is asked for is something else
    found = []
    before = _ASSERTED_ITSELF if beside_figure else _ASSERTED
    said = len(text)  # where the last that is asserted ends
    for time in times:
        if time.first == time.last and (
            before.search(text[: time.start])
            or (not beside_figure and _UNTIL.match(text, time.end))
            or _THAT_IS.fullmatch(text, said, max(said, time.start))
        ):
            said = time.end
            month = _MONTH.match(text, time.end - text[: time.end].endswith("年"))
            found.append(f"{time.first}年{month[1] if month else ''}")
    return found or ["".join(either) for either in _NO_YEAR.findall(text)]
