"""Questions that ask several things at once: 投多少钱、一年造多少根?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from assistant.model import Understanding
from assistant.question.asks import asked_parts
from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.measures import measure_asked
from assistant.retrieval.ranking import Ranked, Scored
from assistant.retrieval.sanctions import asks_sanction, states_sanction

_SEVERAL_OF = re.compile(
    r"(?:哪(?:些|几|[一二两三四五六七八九十]+)|几|[二两三四五六七八九十]+)(?:大|个|项|种|类|道|条|方面的?)?[“\"]?"
    r"[\u4e00-\u9fff]{0,5}?(?P<noun>[区关园城化型新省群廊带港链谷库网])[”\"]?(?=[是?？,，。”\"呢]|分别|$|都)"
)
_GRADES_ASKED = re.compile(
    r"(?:分|划)(?:成|为|了)?(?:哪?几|哪些)[个种]?(?:等|级|档)|(?:怎么|如何|怎样|咋)(?:划分|分[等级档]|定[等级档]|评[等级档])"
    r"|(?:等[次级]|档次?)[^,。?]{0,4}(?:怎么|如何|怎样|咋)[划分定评]"
)
_GRADE = re.compile(
    r"\d[^，,；;。]{0,14}(?:以[上下内]|不[满足]\d*分?)[^，,；;。]{0,8}?[为是属][^，,；;。\d]{1,8}(?=[，,；;。]|$)"
)
_BY_WHOM = re.compile(r"谁|[由归]哪|报哪[里儿]|牵头|配合|负责|责任|(?:哪|什么)[^,，。?]{0,4}(?:部门|单位|局|委|银行)")
_ACT = re.compile(r"谁(?:来|去|给)*[审批发查罚打付拨办定收验建修养](?:[的呢啊]|$)")
_ROLES = re.compile(
    r"牵头|配合|会同|参[与加]|协[助办]|主[管办责]|负责|责任|落实|承[担办]|谁|[由和与又是来及,，]|(?:哪|什么|几)[些个几家]*|部门|单位|机构|还有|[归找](?=[谁哪])|(?<=[谁家门位局])管(?=[,，。?？]|$)|别的|其[他它余]|另外|帮[忙着]?|出力|搭把手|打下手"
)
_MATTER_MIN = 2  # characters that say what it is about
_ITEMS_MIN = 3
_NEAR = 8  # clauses in which a part of a question is looked for
_FAR_MORE = 2  # pairs
_TOLD = 0.5  # of a part's pairs: enough to have told it
_SHARE = 0.4
_PART_MIN = 2  # pairs of characters of its own that a part must have to be looked for by itself


Closest = Callable[[str, Sequence[Scored]], Scored]


def covering(parts: Sequence[str], sentences: Sequence[Scored], closest: Closest | None = None) -> list[Scored]:
    """For each part the sentence that shares most with it, in reading order.

    Where several share as much, the one that fits best as a whole. A part that asks for a figure is covered by a
    sentence with one of its kind, if there is any, and rather by one that says nothing of the other parts; one that
    asks what follows (卖了有啥后果) by what follows in a sentence that is not told yet. Where a
    figure is asked for in words that no sentence has, the one that is `closest` in meaning has it.
    """
    chosen: list[Scored] = []
    of_parts = [pairs_of(normalized(part)) for part in parts]
    for part, pairs in zip(parts, of_parts, strict=True):
        if len(pairs) < _PART_MIN:
            continue
        measure = measure_asked(part)
        others = [p for other in of_parts for p in other if p not in pairs] if measure else []
        figures = [s for s in sentences if measure and measure.is_in(s.sentence.text)]
        if not measure and asks_sanction(part):
            figures = [s for s in sentences if s not in chosen and states_sanction(s.sentence.text)]
        best = max(figures or sentences, key=lambda s: (shared(pairs, s), -shared(others, s), s.cover))
        left = [s for s in figures if s not in chosen]
        if closest and left and not shared(pairs, best):
            best = closest(part, left)
        if (figures or shared(pairs, best)) and best not in chosen:
            chosen.append(best)
    return sorted(chosen, key=lambda s: s.sentence.span.start)


def is_told(part: str, sentence: Scored) -> bool:
    """Whether a sentence has much of what a part says itself, its words for who and for roles left out."""
    pairs = pairs_of(normalized(own_words(part)))
    return shared(pairs, sentence) >= _SHARE * len(pairs)


def own_words(part: str) -> str:
    """What a part says itself, its words for who and for roles left out."""
    return _ROLES.sub(" ", part)


def parts_asked(asked: Understanding) -> list[str]:
    """The parts of a question, or its sides where it asks of each who does it: 甲组和乙组各由谁牵头."""
    parts, sides = asked_parts(asked.text), [side.text for side in asked.sides]
    alike = takewhile(lambda characters: len(set(characters)) == 1, zip(*sides, strict=False))
    lead = sum(1 for _ in alike)  # the document or place that all are about
    sides = [side[lead:] for side in sides]
    at_once = not any("," in side for side in sides)  # else what is asked of each is told apart from the sides
    return sides if len(parts) == 1 and at_once and all_ask_by_whom(sides) else parts


def asks_more(asked: Understanding) -> bool:
    """Whether more than one thing is asked, but for who does it, which is told beside the sentence."""
    return len([part for part in asked_parts(asked.text) if not asks_who(part)]) > 1


def asks_who(part: str) -> bool:
    """Whether a part asks who does something."""
    return bool(_BY_WHOM.search(part))


def asks_by_whom(part: str) -> bool:
    """Whether a part asks who does something that it says itself."""
    return asks_who(part) and (len(own_words(part).replace(" ", "")) >= _MATTER_MIN or bool(_ACT.search(part)))


def all_ask_by_whom(parts: Sequence[str]) -> bool:
    """Whether there are several parts and each asks who does something of its own."""
    return len(parts) > 1 and all(map(asks_by_whom, parts))


def told_elsewhere(parts: Sequence[str], told: Ranked, bearing: Sequence[Ranked]) -> list[Ranked]:
    """Where each part asks who does something: other clauses of the document that say far more of one than `told`."""
    if not all_ask_by_whom(parts):
        return []
    found: dict[str, Ranked] = {}
    for part in parts:
        pairs = pairs_of(normalized(own_words(part)))
        here = _most(pairs, told)
        others = [r for r in bearing[:_NEAR] if r.evidence.document.id == told.evidence.document.id]
        best = max(others, key=lambda r: _most(pairs, r), default=told)
        most = _most(pairs, best)
        if here < _TOLD * len(pairs) and most >= max(here + _FAR_MORE, _SHARE * len(pairs)):
            found[best.evidence.clause.id] = best
    return list(found.values())


def _most(pairs: Sequence[str], ranked: Ranked) -> int:
    return max((shared(pairs, s) for s in ranked.sentences if not s.sentence.lists_units), default=0)


def shared(pairs: Sequence[str], scored: Scored) -> int:
    """How many of the pairs stand in the sentence."""
    words = normalized(scored.sentence.text)
    return sum(pair in words for pair in pairs)


def enumerates(question: str, sentence: str) -> bool:
    """Whether a sentence lists the several things of one name that are asked for: 哪几个区, 五关: 甲区、乙区、丙区.

    So does one that says which figures are of which grade: 90分以上为优秀，不满90分为良好.
    """
    if _GRADES_ASKED.search(question) and len(_GRADE.findall(sentence)) > 1:
        return True
    asked = _SEVERAL_OF.search(question)
    if asked is None:
        return False
    items = re.findall(
        rf"(?<=[、，,：:为成把])[^、，,。；;：:]{{1,24}}{asked['noun']}(?=[、，,。；;]|$)", "，" + sentence
    )
    return len(items) >= _ITEMS_MIN
