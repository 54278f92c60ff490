"""Whether two sides are told the same, or which has more, said where their figures can be compared for certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answering.grounding.quantities import Quantity, duration_of, read_days, read_quantities
from assistant.question.sides import asks_difference
from assistant.retrieval.matching import normalized, pairs_of
from ingestion.parsing.metadata import read_date

_SAME = re.compile(
    r"(?:一样|相同|一致|同样)(?P<how>[高低多少长短久大小])?(?:吗|么|嘛|不)|(?:是否|是不是|一不)(?:都)?(?:一样|相同|一致)|[有没](?:区别|差别|差异|不同)(?:吗|么)"
)
_WHICH = re.compile(r"(?:哪[个座份边家种地]|谁)[^,。?]{0,10}?(?P<how>[高低多少长短久大小])(?:一?些|一?点)?(?=[,。?]|$)")
_FIRST = re.compile(
    r"(?:哪[一]?[个份边家部项]|谁)的?[更最]?(?P<how>[先后早晚])(?:一?[些点])?(?P<what>[\u4e00-\u9fff]{1,3})"
)
_LESS = "低少短小"
_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")
_OF_TIME = re.compile(r"期|年限|多久|[长短久]|时间|时限|[几多少](?:个?月|年|天|日)")
_SEGMENT = re.compile(r"[^,;。\n|]+")
_MARK = re.compile(r"\[\d+\]")
# the unit of a cell stands in the name of its column: 标准（元/人·月）：350
_CELL = re.compile(r"\((?P<unit>万?元|%|个月|年|[日天])(?P<per>[^()]{0,8})\):(?P<figure>\d[\d.]*)")
_EACH = re.compile(r"每(?:人每)?(?:个|一)?([年月季周天日次餐户张床台件人]|小时|千瓦时?)|[/·]([年月季周天日次])")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one side in answer to its own question."""

    name: str
    question: str
    words: str


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    unit: str
    bound: str
    each: frozenset[str]


def puts_beside(question: str) -> bool:
    """Whether it is asked how two things compare, not only what each is."""
    return any(p.search(question) for p in (_SAME, _WHICH, _FIRST)) or asks_difference(question)


def verdict(question: str, sides: Sequence[Told]) -> str:
    """`两者相同。`, `甲县更高。`; empty where it is not asked or the figures leave any doubt."""
    if len(sides) == 2 and (first := _FIRST.search(question)):
        return _sooner(first, *sides)
    same, which = _SAME.search(question), _WHICH.search(question)
    if len(sides) != 2 or not (same or which):
        return ""
    of_time = bool(_OF_TIME.search(question))
    one, other = (_figure(side, of_time=of_time) for side in sides)
    if one is None or other is None or (one.unit, one.bound, one.each) != (other.unit, other.bound, other.each):
        return ""
    if one.value == other.value:
        return "两者相同。"
    how = (which["how"] if which else "") or ("长" if of_time else "高")
    more, less = (sides[0], sides[1]) if one.value > other.value else (sides[1], sides[0])
    if not (more.name and less.name):
        return "两者不同。" if same else ""
    found = f"{less.name if how in _LESS else more.name}更{how}。"
    return f"两者不同：{found}" if same else found


def _sooner(asked: re.Match[str], one: Told, other: Told) -> str:
    """`甲县的办法先施行。`, by the day that each is told first; empty where one is told none."""
    day, later = (read_date(_TITLE.sub("", side.words)) for side in (one, other))
    if day is None or later is None or not (one.name and other.name):
        return ""
    if day == later:
        return "两者同一天。"
    early, late = (one, other) if day < later else (other, one)
    return f"{(late if asked['how'] in '后晚' else early).name}{asked['how']}{asked['what']}。"


def _figure(side: Told, *, of_time: bool) -> _Figure | None:
    """The one figure of the kind that is asked for in the part that speaks most of what is asked; None in doubt."""
    words = _CELL.sub(lambda m: f":{m['figure']}{m['unit']}", normalized(_MARK.sub("", side.words)))
    pairs = pairs_of(normalized(side.question))
    parts = []
    for part in _SEGMENT.finditer(words):
        figures = {
            f for q in read_quantities(part.group(), read_days(part.group())) if (f := _compared(q, of_time=of_time))
        }
        if figures:
            parts.append((sum(pair in part.group() for pair in pairs), figures, part.group()))
    best = [p for p in parts if p[0] == max(fit for fit, *_ in parts)]
    if len(best) != 1 or len(best[0][1]) != 1:
        return None
    _, ((value, unit, bound),), part_words = best[0]
    each = {m[1] or m[2] for words in (part_words, normalized(side.question)) for m in _EACH.finditer(words)}
    return _Figure(value, unit, bound, frozenset(each))


def _compared(quantity: Quantity, *, of_time: bool) -> tuple[Decimal, str, str] | None:
    """The figure in the unit in which it is compared; None where it is of another kind than what is asked for."""
    if quantity.ordinal or quantity.idle or quantity.low != quantity.high or not quantity.unit:
        return None
    timed = duration_of(quantity)
    if (timed is not None) != of_time:
        return None
    value, unit = (timed[0], timed[2]) if timed else (quantity.low, quantity.unit)
    return value, unit, quantity.bound
