"""Levels of what may happen (特别重大, 较大, Ⅰ级) and tiers of amounts: the clause that says what counts as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.answering.extractive.definitions import defines_asked
from assistant.answering.extractive.desk import Desk
from assistant.retrieval.givens import givens_of
from assistant.retrieval.matching import normalized
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.thresholds import amounts_given, sets_case

_LEVELS = ("特别重大|特大|重大|较大|一般", "I{1,3}级|IV级|[一二三四]级")  # by name rather than by number
_COUNTS_AS = r"(?:算|构成|够得?上|属于|认定(?:为|成)|定(?:为|成)|列为|叫做?)[^,。?]{0,10}?"
_WHAT_IT_IS = r"[^,。?]{0,10}?(?:标准|条件|怎么算|怎样算|(?:如何|怎么)(?:界定|认定|划分)|指(?:的是)?(?:什么|哪些|啥))"
_ASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for levels in _LEVELS
    for pattern in (rf"{_COUNTS_AS}(?P<level>{levels})", rf"(?P<level>{levels}){_WHAT_IT_IS}")
)
_ACTS_ASKED = re.compile(
    r"措施|采取|应对|行动|(?:做|干|办)(?:些|点|好)?(?:什么|啥|哪)|(?:怎么|如何|怎样|咋)(?:办|做|响应|处置|应急|应付)"
)
_OF_ACTS = re.compile(r"措施|行动|处置|应对|怎么办")
_MARK = r"(?:^|:)\s*(?:[(\[]?[\d一二三四]{1,2}[)\].、]?|[①-④])?\s*(?:(?:I{1,3}|IV)级?\s*\(?)?"


def level_first(desk: Desk, bearing: Sequence[Ranked], found: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` with the clause ahead that says what counts as the level, or what the word means, that is asked for.

    Of what else is asked of a rank (启动Ⅰ级响应后采取哪些措施) the clause headed by it goes ahead of one beside it that
    speaks of all ranks; where it is asked what is done, one below 响应措施 of one below 响应条件.
    """
    if defining := _defining(desk, bearing, found):
        return [defining, *(r for r in bearing if r is not defining)]
    if not asked_level(desk.asked.text):
        of_rank = [r for r in bearing if is_headed_by_rank(desk, r)]
        acting = (r for r in of_rank if _OF_ACTS.search(r.wording.above + r.wording.heading))
        beside = (r for r in of_rank if _is_beside(r, bearing[0]))
        headed = (_ACTS_ASKED.search(desk.asked.text) and next(acting, None)) or next(beside, None)
        return list(bearing) if headed is None else [headed, *(r for r in bearing if r is not headed)]
    return list(bearing)


def _defining(desk: Desk, bearing: Sequence[Ranked], found: Sequence[Ranked]) -> Ranked | None:
    documents = [r.evidence.document.id for r in (*bearing, *found)][:1]
    own = (r for r in found if r.evidence.document.id in documents)
    return next((r for r in own if any(defines(desk.asked.text, s.text) for s in r.wording.sentences)), None)


def defines(question: str, sentence: str) -> bool:
    """Whether a sentence says what counts as the level, or what the word means, that is asked for."""
    return defines_level(question, sentence) or defines_asked(question, sentence)


def is_headed_by_rank(desk: Desk, ranked: Ranked) -> bool:
    """Whether the clause is headed by the rank that the question gives (Ⅰ级响应), and by no other."""
    return givens_of(desk.asked.text).are_those_of(ranked.evidence.clause.heading or "")


def _is_beside(ranked: Ranked, top: Ranked) -> bool:
    one, other = ranked.evidence.clause, top.evidence.clause
    return (one.doc_id, one.parent_id) == (other.doc_id, other.parent_id)


def tier_first(
    desk: Desk, bearing: Sequence[Ranked], found: Sequence[Ranked], bears: Callable[[Ranked], bool]
) -> list[Ranked]:
    """`bearing` with the item ahead that is of the amount given, where what leads the items in fits best.

    What leads them in is of their matter as well: 投资达到下列标准的项目给予奖励：…（三）5亿元至10亿元的，按8%.
    """
    given = amounts_given(desk.asked.text) if desk.asked.kind == "value" and not desk.asked.numbers else ()
    for lead in found if given else ():
        if any(lead is r for r in bearing):
            break
        items = [r for r in found if r.evidence.clause.parent_id == lead.evidence.clause.id]
        tiers = [r for r in items if sets_case(given, r.wording.body)]
        if len(tiers) == 1 and len(items) > 1:
            tier = tiers[0]
            joint = {name: max(value, tier.features[name]) for name, value in lead.features.items()}
            if bears(replace(tier, features=joint)):
                return [tier, *(r for r in bearing if r is not tier)]
    return list(bearing)


@lru_cache(maxsize=64)  # asked of every sentence
def asked_level(question: str) -> str | None:
    """The level of which a question asks what counts as one."""
    words = normalized(question)
    found = next(filter(None, (pattern.search(words) for pattern in _ASKED)), None)
    return found["level"] if found else None


def defines_level(question: str, sentence: str) -> bool:
    """Whether a sentence says what counts as the level that is asked for: `较大事件：……`, `……之一的，为较大事件`."""
    level = asked_level(question)
    return level is not None and bool(_definition(level).search(normalized(sentence)))


@lru_cache(maxsize=64)
def _definition(level: str) -> re.Pattern[str]:
    named = rf"{_MARK}{level}\)?[^,、。:]{{0,16}}:\s*\S"
    closing = rf"之一的?,(?:为|属于?|是|构成)(?:本\S{{1,6}}所称)?{level}"
    return re.compile(f"{named}|{closing}", re.IGNORECASE)
