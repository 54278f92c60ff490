"""What a question gives as a condition (a year, a day, a rank, an amount), and whether a sentence is of another."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from assistant.question.times import without_given_years
from assistant.retrieval.thresholds import amounts_given, is_of_other_case, sets_case

_YEARS = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*年?\s*[-—~～至到]+\s*((?:19|20)\d{2})|(?<![\d.])((?:19|20)\d{2})"
    r"(?!\d|,\d|[%％多余家个名件项万亿元块米亩吨头户只台辆座所套]|人(?!大)|平方|公[里顷斤])"
)
_COMPARED = re.compile(r"(?:[比较与]|同比)(?:19|20)\d{2}\s*年?")
_TITLE = re.compile(r"《[^》]*》|[（(](?:19|20)\d{2}\s*年?\s*[-—–~～至到]+\s*(?:19|20)\d{2}\s*年?[)）]")
_AIM = re.compile(r"[到至](?:19|20)\d{2}年")  # is of all the years up to it
_DAY = re.compile(r"(?<!\d)\d{1,2}月\d{1,2}日")
_RANK = "(?:[一二三四五六七八九1-9Ⅰ-Ⅳ]|(?<![A-Za-z])[Ii]{1,3}|(?<![A-Za-z])[Ii][Vv])"
_AND_MORE = re.compile(rf"以上|以下|及其?以[上下]|不低于|各级|各类|{_RANK}(?:至|到|[-—~～]+){_RANK}星?级")
RANK_FIGURES = {
    rank: str(at)
    for names in ("一二三四五六七八九", "ⅠⅡⅢⅣ", ("I", "II", "III", "IV"))
    for at, rank in enumerate(names, 1)
}
# Of one scale a sentence that names other ranks only does not speak of the one that is given
_SCALES = (
    re.compile(r"(?:国家|省|市|县|区|乡镇|村)级"),
    re.compile(rf"{_RANK}(?=(?:[、和或及]{_RANK})*级)"),
    re.compile(rf"{_RANK}(?=(?:[、和或及]{_RANK})*星级?)"),
    re.compile(r"[红橙黄蓝](?=色?预警)"),
    re.compile(r"[A-Ha-h](?=类|级|档|等)"),
    re.compile(r"(?<![上下述这那分为等成有共])[一二三四五](?=类(?:地区|区域?|片区|路段|城市))"),
    re.compile(r"第[一二三四五六七八九](?=层次|档|类|等|批|阶段|期)"),
    re.compile(r"博士|硕士|本科|大专|高中"),
    re.compile(
        r"(?<![最更较提升])[初中高](?=(?:[、和或及][初中高])*级(?!中学|人民|法院|党校|别|管理|领导|专家|人才|阶段))"
    ),
    re.compile(r"(?:职工|居民)(?=(?:基本)?(?:医疗?保|养老保))"),
    re.compile(r"非?居民(?=用[户水电气热房]|住[宅房]|生活用|供[热暖水气]|[水电气热暖][价费])"),
    re.compile(r"非?机动车(?!道)"),
    re.compile(r"非?营利(?=性)"),
    re.compile(r"(?:低保|生活保障)(边缘|)"),
    re.compile(r"未?成年(?=人|子女|家属|[男女])"),
)


@dataclass(frozen=True, slots=True)
class Givens:
    """The years, days, ranks and amounts that a question gives."""

    years: frozenset[int]
    days: frozenset[str]
    ranks: tuple[frozenset[str], ...]
    amounts: tuple[tuple[str, float], ...] = ()

    def exclude(self, sentence: str, around: str = "") -> bool:
        """Whether the sentence names other ones only; `around` are the headings and the title that it stands under."""
        if self.years:
            beside = years_in(around) if _AIM.search(sentence) else years_alone_in(around)
            if self.date_differently(sentence, beside):
                return True
        if self.days and (days := set(_DAY.findall(sentence))) and not self.days & days:
            return True
        if is_of_other_case(self.amounts, sentence):
            return True
        return self.rank_differently(sentence, around)

    def date_differently(self, sentence: str, around: Set[int]) -> bool:
        """Whether the sentence is of other years only; the years `around` it are no case of its own."""
        years = self.years - around
        return bool(years and (told := years_in(_COMPARED.sub("", sentence))) and not years & told)

    def names_rank(self, text: str) -> bool:
        """Whether the text names a rank that is given; of its matter it may only say that (B级的补贴6分)."""
        return any(given & _ranks(scale, text) for scale, given in zip(_SCALES, self.ranks, strict=True) if given)

    def name_case(self, text: str) -> bool:
        """Whether the text names a rank that is given, or sets a condition that an amount given fulfils."""
        return self.names_rank(text) or sets_case(self.amounts, text)

    def are_those_of(self, heading: str) -> bool:
        """Whether the heading names a rank that is given and no other on its scale; levels of government are none."""
        on_scales = zip(_SCALES[1:], self.ranks[1:], strict=True)
        return any(given and given == _ranks(scale, heading) for scale, given in on_scales)

    def rank_differently(self, text: str, around: str = "") -> bool:
        """Whether the text, or what it stands under, is of other ranks only."""
        return (
            any(self.ranks)
            and not _AND_MORE.search(text)
            and any(
                given and (named := _ranks(scale, text) or _ranks(scale, around)) and not given & named
                for scale, given in zip(_SCALES, self.ranks, strict=True)
            )
        )


@lru_cache(maxsize=1_000)  # each rule reads the same question
def givens_of(question: str) -> Givens:
    """What a question gives; what it asks for (几级) is not given, and years in the title of a plan only name it."""
    untitled = _TITLE.sub("", question)
    return Givens(
        frozenset(years_in(without_given_years(untitled))),
        frozenset(_DAY.findall(question)),
        tuple(_ranks(scale, question) for scale in _SCALES),
        amounts_given(question),
    )


def _ranks(scale: re.Pattern[str], text: str) -> frozenset[str]:
    """The ranks of a scale that a text names; 一级 and 1级 are one."""
    return frozenset(RANK_FIGURES.get(rank.upper(), rank.upper()) for rank in scale.findall(text))


def years_alone_in(text: str) -> set[int]:
    """The years that a text names each by itself: of those in a span (2025—2027年) sentences tell their own."""
    return {int(single) for _, _, single in _YEARS.findall(text) if single}


def years_in(text: str) -> set[int]:
    """The years that a text names, those within a span of years as well."""
    found: set[int] = set()
    for first, last, single in _YEARS.findall(text):
        found |= {int(single)} if single else set(range(int(first), int(last) + 1))
    return found
