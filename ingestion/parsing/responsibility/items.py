"""Items of a clause that units are named for: 第1、2项牵头单位, 第（三）项由…, 前两项, 其余各项."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingestion.model import Clause, Span
from ingestion.numerals import CHINESE, to_int

_NUMBER = rf"[（(]?(?:[{CHINESE}]{{1,3}}|\d{{1,2}})[）)]?"
_TO = r"(?:至|到|[-—–－~～]+)"
_KIND = r"[项条款点]?"
ITEMS = (
    r"(?:(?:前|其[余他它]|剩余)(?:各|[二两三四五六七八九\d])*[项条款点]"
    rf"|第{_NUMBER}{_KIND}(?:(?:[、，,和及与]|{_TO})第?{_NUMBER}{_KIND})*(?<=[项条款点]))(?:任务|工作|措施|内容)*"
)
_ITEMS = re.compile(ITEMS)
_FIRST = re.compile(rf"前(?P<n>[{CHINESE}\d])")
_RANGE = re.compile(rf"(?P<first>{_NUMBER}){_KIND}(?:{_TO}第?(?P<last>{_NUMBER}))?")


def names_items(of: str) -> bool:
    """Whether the words before a label or behind a name say which items they are for."""
    return bool(_ITEMS.fullmatch(of))


def have_items(children: Sequence[Clause], named: Iterable[str]) -> bool:
    """Whether these are several items and have the numbers that `named` speak of."""
    return len(children) > 1 and {n for of in named for n in _numbers(of)}.issubset(map(_number, children))


def spans_of_items(children: Sequence[Clause], of: str, others: Iterable[str]) -> list[Span]:
    """Where the named items stand, those in a row as one; 其余各项 are all that no other words name."""
    wanted = _numbers(of)
    if not wanted:
        wanted = set(map(_number, children)) - {n for other in others for n in _numbers(other)}
    spans: list[Span] = []
    before = -1
    for at, child in enumerate(children):
        if _number(child) in wanted:
            joins = bool(spans) and before == at - 1
            spans.append(Span(spans.pop().start if joins else child.span.start, child.span.end))
            before = at
    return spans


def _numbers(of: str) -> set[int]:
    if first := _FIRST.match(of):
        return set(range(1, _value(first["n"]) + 1))
    found: set[int] = set()
    for part in _RANGE.finditer(of) if of.startswith("第") else ():
        low = _value(part["first"])
        found |= set(range(low, (_value(part["last"]) if part["last"] else low) + 1))
    return found


def _number(child: Clause) -> int:
    return _value(child.number or "")


def _value(written: str) -> int:
    return to_int(re.sub(r"[^\w]|[第项条款点]", "", written.replace("两", "二"))) or 0
