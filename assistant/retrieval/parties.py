"""Who does something together with whom: what two places agree on says nothing of a third."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model import RegionMention
from assistant.question.regions import spoken_names
from assistant.question.sides import split_sides

_WITH = re.compile(r"(?:和|与|跟|同|以及|及)$")
_JOINTLY = re.compile(
    r"[^,。?和与跟同]{0,6}?(?:合[作建办资]|共[建享商]|联[合手网]|一[起道块](?!比)|签[订署约]|协[作议]|对接|互[联通认换助]|结对)"
)


def parties_in(question: str, regions: Sequence[RegionMention]) -> list[tuple[str, ...]]:
    """The places that a question joins in doing something (甲省和乙省合建), each by the names that texts have for it.

    Empty where the last place that is named does nothing together with what stands before it, and where it is asked
    what each of them does (甲市和乙市签订协议的期限分别是几天).
    """
    last = max((r.written for r in regions), key=question.find, default="")
    at = question.find(last)
    joined = last and at >= 0 and _WITH.search(question[:at]) and _JOINTLY.match(question, at + len(last))
    return [spoken_names(region) for region in regions] if joined and not split_sides(question) else []
