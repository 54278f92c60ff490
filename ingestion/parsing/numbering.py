"""Numbers that open a line: 第三章, 第十五条之一, 一、, （二）, 3., (4), ⑤, ——, 附件2."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingestion.numerals import CHINESE, CIRCLED, to_int

_N = f"[{CHINESE}]{{1,9}}"


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of number. `rank` orders families from the outermost in; `divides` ones only group what is below."""

    name: str
    rank: int
    pattern: re.Pattern[str]
    divides: bool = False


def _family(name: str, rank: int, pattern: str, *, divides: bool = False) -> Family:
    return Family(name, rank, re.compile(pattern), divides)


FAMILIES = (
    _family(
        "annex", 0, r"附\s?件\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*(?:[.．、：:]\s*|(?=\s|$))", divides=True
    ),
    _family("book", 1, rf"第(?P<n>{_N}|\d{{1,3}})[编篇](?=\s|$)\s*", divides=True),
    _family("part", 2, rf"第(?P<n>{_N}|\d{{1,3}})部分(?=[\s：:、]|$)[\s：:、]*", divides=True),
    _family("chapter", 3, rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?章(?!程)\s*", divides=True),
    _family("section", 4, rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?节(?=\s|$)\s*", divides=True),
    _family("article", 5, rf"第\s?(?P<n>{_N}|\d{{1,4}})\s?条(?:之(?P<sub>{_N}|\d{{1,2}}))?\s*"),
    _family("comma", 6, r"(?P<n>[一二三四五六七八九十百]{1,5})\s?[、．](?!\s*$)\s*"),
    _family("paren", 7, r"[（(]\s?(?P<n>[一二三四五六七八九十百]{1,5})\s?[）)]\s?[、.．]?\s*"),
    _family("dot", 8, r"(?P<n>\d{1,3})(?:\s?[.．、](?!\d)|\s(?=[\u4e00-\u9fff]{4})(?!年|月|日))\s*"),
    _family("paren_digit", 9, r"[（(]\s?(?P<n>\d{1,2})\s?[）)]\s*"),
    _family("half_paren", 10, r"(?P<n>\d{1,2})\s?[)）]\s*"),
    _family("circled", 11, rf"(?P<n>[{''.join(CIRCLED)}])\s*"),
    _family("dash", 12, r"[—–―-]{1,3}(?P<n>)(?=[\u4e00-\u9fff“《])"),
)
FAMILY = {family.name: family for family in FAMILIES}

# 第五条规定的…, 第三条、第四条…, 第十条第二款…: a line that begins with a reference, not with a heading
_REFERENCE = re.compile(
    r"(?:规定|所(?:称|列|述|指)|第[一二三四五六七八九十百\d]+[款项目]|[、和与及至或]\s?第|的(?!\S{0,4}[:：])|中的|情形|以(?:及|外)|修改为|删去|之规定|条件)"
)
_UNIT_AFTER_DIGIT = re.compile(r"[年月日时个家项名人件万亿%％元]")


@dataclass(frozen=True, slots=True)
class Marker:
# 第五条规定的…, 第三条、第四条…: a line that begins with a reference, not with a heading

    family: Family
    number: int
    sub: int
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
        sub = match.groupdict().get("sub")
        return Marker(
            family,
            to_int(match["n"]) or 0 if match["n"] else 0,
            (to_int(sub) or 0) if sub else 0,
            match.group().strip(),
            match.end(),
        )
    return None
