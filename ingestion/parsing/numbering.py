"""Numbers that open a line: 第三章, 第十五条之一, 一、, （二）, 3., 2.1.3, (4), ⑤, A., ——, 问：, 附件2."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingestion.numerals import CHINESE, CIRCLED, to_int

_N = f"[{CHINESE}]{{1,9}}"
_AFTER_DECIMAL = (
    r"(?![\d.．])[\s、．.]*(?=[\u4e00-\u9fff“《（(Ⅰ-Ⅻ]|[IVX]{1,4}级)(?![万亿个倍年月日元家项名人件吨米公%％])"
)


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of number. `rank` orders families from the outermost in."""

    name: str
    rank: int
    pattern: re.Pattern[str]


_PATTERNS = {
    "annex": (
        r"(?:附(?=\s?[：:])|(?P<prefix>附\s?[件表录]))\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*(?:[.．、：:]\s*|(?=\s|$))"
    ),
    "book": rf"第(?P<n>{_N}|\d{{1,3}})[编篇](?=\s|$)\s*",
    "part": rf"第(?P<n>{_N}|\d{{1,3}})部分(?=[\s：:、]|$)[\s：:、]*",
    "chapter": rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?章(?!程)\s*",
    "section": rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?节(?=\s|$)\s*",
    "group": r"(?!)(?P<n>)",  # 一、 above articles: told from other such numbers by what follows
    "article": rf"第\s?(?P<n>{_N}|\d{{1,4}})\s?条(?:之(?P<sub>{_N}|\d{{1,2}}))?\s*(?:[、．：:](?!\s?第)\s*)?",
    "comma": r"(?P<n>[一二三四五六七八九十百]{1,5})(?:\s?[、．.](?!\s*$)\s*|\s(?=[\u4e00-\u9fff]{2,16}$))",
    "question": r"问(?:题)?\s?(?P<n>\d{0,2})\s?[：:]\s*(?:\d{1,2}\s?[.．、]\s*)?",
    "paren": r"[（(]\s?(?P<n>[一二三四五六七八九十百]{1,5})\s?[）)]\s?[、.．]?\s*",
    "decimal4": rf"(?P<prefix>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}})\.(?P<n>\d{{1,2}}){_AFTER_DECIMAL}",
    "decimal3": rf"(?P<prefix>\d{{1,2}}\.\d{{1,2}})\.(?P<n>\d{{1,2}}){_AFTER_DECIMAL}",
    "decimal2": rf"(?P<prefix>\d{{1,2}})[.．](?P<n>\d{{1,2}}){_AFTER_DECIMAL}",
    "dot": (
        r"(?P<n>\d{1,3})(?:\s?[.．、](?:(?!\d)|(?=(?:19|20)\d\d年))"
        r"|\s(?=[\u4e00-\u9fff]{4}|[\u4e00-\u9fff]{2,3}(?:$|、[\u4e00-\u9fff、]{2,20}$)|[Ⅰ-ⅫIVX]{1,4}级)(?![年月日]|个月))\s*"
    ),
    "paren_digit": r"[（(]\s?(?P<n>\d{1,2})\s?[）)]\s*",
    "half_paren": r"(?P<n>\d{1,2})\s?[)）]\s*",
    "circled": rf"(?P<n>[{''.join(CIRCLED)}])\s*",
    "letter": r"(?P<n>[A-Z])[.．、)）](?=[\s\u4e00-\u9fff“《])\s*",
    "dash": r"[—–―-]{1,3}(?P<n>)(?=[\u4e00-\u9fff“《])",
}
# in the order in which a line is tried; a deeper decimal is a longer match and goes first
_ORDER = ("annex", "book", "part", "chapter", "section", "group", "article", "comma", "question", "paren", "dot",
          "decimal2", "decimal3", "decimal4", "paren_digit", "half_paren", "circled", "letter", "dash")  # fmt: skip
FAMILY = {name: Family(name, _ORDER.index(name), re.compile(pattern)) for name, pattern in _PATTERNS.items()}
FAMILIES = tuple(FAMILY.values())

# 第五条规定的…, 第三条、第四条…, 第十条第二款…: a line that begins with a reference, not with a heading
_REFERENCE = re.compile(
    r"(?:规定|所(?:称|列|述|指)|第\s?[（(]?[一二三四五六七八九十百\d]+[）)]?[款项目]|[、和与及至或到－—-]\s?第|[（(][一二三四五六七八九十]+[）)]项|"
    r"的(?!\S{0,4}[:：])|中的|情形|以(?:及|外)|修改为|删去|之规定|条件)"
)
# 一、二、三等奖…, （一）项规定的…
_SERIES = re.compile(r"(?P<next>[一二三四五六七八九十]{1,2})(?:[、和及与]|[级等类档线])")
_OF_ITEM = re.compile(r"项(?:的|所|规定|情形|行为|[、，和])")
_UNIT_AFTER_DIGIT = re.compile(r"[年月日时个家项名人件万亿%％元]")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line; `length` is how much of the line it takes up."""

    family: Family
    number: int
    sub: int  # 之一, 之二
    prefix: str  # 2.1 of 2.1.3; 附件 or 附表 of an annex (empty for a bare 附：)
    written: str
    length: int


def read_marker(line: str) -> Marker | None:
    """The number that opens the line, or None. References such as 第五条规定的… are none."""
    for family in FAMILIES:
        match = family.pattern.match(line)
        if not match:
            continue
        rest = line[match.end() :]
        if family.name == "article" and _REFERENCE.match(rest):
            return None
        if family.name == "dot" and _UNIT_AFTER_DIGIT.match(rest) and len(rest) < 3:
            return None
        if family.name == "paren" and _OF_ITEM.match(rest):
            return None
        series = _SERIES.match(rest) if family.name == "comma" else None
        if series and to_int(series["next"]) == (to_int(match["n"]) or 0) + 1:
            return None
        groups = match.groupdict()
        return Marker(
            family,
            _value(family.name, match["n"]),
            to_int(groups.get("sub") or "") or 0,
            groups.get("prefix") or "",
            match.group().strip(),
            match.end(),
        )
    return None


def _value(family: str, written: str | None) -> int:
    if not written:
        return 0
    return ord(written) - ord("A") + 1 if family == "letter" else to_int(written) or 0
