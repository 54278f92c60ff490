"""The bodies of towns and sub-districts by their many names: 镇（街道）, 乡镇人民政府、街道办事处, 各乡镇."""

from __future__ import annotations

import re

_TOWN = r"(?>乡镇?|镇|街道?)"  # never taken apart again: 乡镇乡镇… would be tried in every way
_NAME = re.compile(
    r"(?:各|属地|当地|所在地?|辖区|[事案]发地|户籍地|有关|相关)*"
    rf"{_TOWN}(?:[（(、和或及]?{_TOWN}[）)]?)*+(?:人民政府|政府|党委|办事处|办)?(?:[（(][^（()）]{{2,8}}[）)])?"
)
_SPOKEN = re.compile(
    rf"(?<![城集小古特强重村]){_TOWN}(?:[（(、和与跟]?{_TOWN}[）)]?)*+(?:人民政府|政府|办事处|办|干部|里|上|这边|那边)*"
)
_LEVELS = re.compile("[乡镇街]")


def townships_asked(question: str) -> list[re.Match[str]]:
    """Where a question speaks of such bodies."""
    return list(_SPOKEN.finditer(question))


def is_township(name: str, spoken: str) -> bool:
    """Whether `name` is such a body of a kind that is `spoken` of: 街道 is 镇（街道） too, and none of 乡镇人民政府."""
    return (
        bool(spoken)
        and _NAME.fullmatch(name) is not None
        and not {*_LEVELS.findall(name)}.isdisjoint(_LEVELS.findall(spoken))
    )
