"""What is said trimmed to what is asked for: a long sentence to its value, a circular to the places named."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.parts import asks_more
from assistant.model import Understanding
from assistant.question.gazetteer import load_gazetteer
from assistant.question.sides import asks_difference
from assistant.retrieval.matching import Layer, coverage, normalized, pairs_of, strength
from assistant.retrieval.measures import Measure, measure_asked
from assistant.retrieval.ranking import Scored
from assistant.retrieval.thresholds import amounts_given, conditions_in, for_case

_WHOLE = 100  # a sentence up to this length is said whole
_SEVERAL = re.compile(r"分别|[各都](?:是|要|为|达|有|占|定|多少)|、|和|与|及")  # more than one value is asked for
_SEVERAL_SHARE = 0.45
_ONE_SHARE = 0.75
_OF_EACH = re.compile(r"分别|各(?:自|补|给|奖|是|为|要|有|定|罚|多少|几)")
_HOW_MUCH = re.compile(r"多[少久长大高远]|几|何时|什么时候")
_RARE = 0.3  # of a weight, 0.05..1: words that all documents have tell nothing
_HAS = 0.8  # a word or a synonym of it
_SEGMENT = re.compile(r"[^，,；;。！？]+[，,；;。！？]?")
_OF_NOTHING = re.compile(r"[\d的占是为到在达有个多少几年月日%]")  # that any part with a figure may have
_TIME = re.compile(
    r"^(?:到|至|截至|力争到?)?\s?(?:20\d{2}\s?年(?:底|末)?|“?[一二三四十]{2,3}五”?(?:末|期末|期间)?|每年|年内|今年|本年度?|近期|三年内)"
)
_PLACE = re.compile(
    r"^\W*(?:[一二三四五六七八九十\d]+\W+)?(?P<name>[\u4e00-\u9fff]{2,9}?(?:自治[区州县旗]|[省市县区]))"
)
_OTHERS = re.compile(r"(?:其他|其它|其余)(?:各|的)?[^，,。；;]{0,4}?(?:县|市|区|旗|地方|乡镇)")  # 在甲区…;在其他县(市)…
_NUMBER = re.compile(r"\d|[一二两三四五六七八九十百]+(?:个|家|项|名|人|年|月|日|成|倍|次|件)")


def states_number(text: str) -> bool:
    """Whether any figure is written in `text`, in digits or words."""
    return bool(_NUMBER.search(text))


def asks_how_much(question: str) -> bool:
    """Whether a figure is asked for outright (多少, 几年), not only which of several is higher."""
    return bool(_HOW_MUCH.search(question))


def compares_figures(asked: Understanding) -> bool:
    """Whether sides are compared by a figure that is asked for outright; each of several asks is looked for itself."""
    return asked.kind == "comparison" and not asked.asks and asks_how_much(asked.text)


def asks_of_each(question: str) -> bool:
    """Whether a figure is asked for of each of several things (分别, 各补多少), or by how much they differ."""
    return bool(_OF_EACH.search(question)) or asks_difference(question)


def of_named_places(desk: Desk, sentences: Sequence[Scored]) -> list[Scored]:
    """The sentences without those on other places, where only what names a place of the question answers.

    What does not begin with a place goes on about the one before it.
    """
    if desk.scope.of_wider_place and (of_others := [s for s in sentences if _OTHERS.search(s.sentence.text)]):
        return [s for s in sentences if s in of_others or not _names_parts(s.sentence.text)]
    names = desk.scope.must_name if desk.scope.miss != "document" else ()
    words = [normalized(s.sentence.text) for s in sentences]
    if not any(name in text for name in names for text in words):
        return list(sentences)
    kept: list[Scored] = []
    of_another = False
    for scored, text in zip(sentences, words, strict=True):
        place = _PLACE.match(text)
        if any(name in text for name in names):
            of_another = False
        elif place and load_gazetteer().named(place["name"]):
            of_another = True
        if not of_another:
            kept.append(scored)
    return kept


def _names_parts(sentence: str) -> bool:
    """Whether it names counties or districts, so that it does not rule for others."""
    return any(name.endswith(("县", "区", "旗", "市")) for name in load_gazetteer().places_in(normalized(sentence)))


def trim_value(sentence: str, desk: Desk) -> str:
    """The parts of a long sentence that hold the value asked for, with the time in front of them."""
    if len(sentence) <= _WHOLE or asks_more(desk.asked):
        return sentence
    parts = [m.group() for m in _SEGMENT.finditer(sentence)]
    if cases := _of_case(desk, parts):
        return "".join(cases)
    covers = [coverage(desk.terms, [Layer(normalized(p))]) for p in parts]
    keep = _holding(desk, parts, covers)
    if not keep:
        return sentence
    first = min(keep)
    keep |= _untold(desk, parts, keep)
    for i in sorted(keep):  # a value may stand behind the words that name it: 建成省级平台,达到35家
        if i > 0 and i - 1 not in keep and covers[i - 1] > 0 and not states_number(parts[i - 1]):
            keep.add(i - 1)
    said = "".join(parts[i] for i in sorted(keep))
    times = [i for i in range(first) if _TIME.match(parts[i])]
    if not times or any(_TIME.match(parts[i]) for i in keep):
        return said
    time = parts[times[-1]]
    lead = time if len(time) <= 12 else (_TIME.match(time) or re.match("", "")).group() + "，"  # type: ignore[union-attr]
    return lead + said


def _holding(desk: Desk, parts: Sequence[str], covers: Sequence[float]) -> set[int]:
    """The places of the parts with a figure of the kind asked for that cover most of the question."""
    measure: Measure | None = measure_asked(desk.asked.text, desk.asked.numbers)
    several = _SEVERAL.search(desk.asked.text)
    fits = measure and not several and any(measure.is_in(p) for p in parts)
    stated = measure.stated if measure and fits else _NUMBER
    counted = [c if stated.search(p) else 0.0 for c, p in zip(covers, parts, strict=True)]
    best = max(counted, default=0.0)
    share = _SEVERAL_SHARE if several else _ONE_SHARE
    return {i for i, c in enumerate(counted) if best > 0 and c >= share * best}


def _of_case(desk: Desk, parts: Sequence[str]) -> list[str]:
    """The parts without those for other amounts than the question gives; empty where none sets a case on its scale."""
    given = amounts_given(desk.asked.text) if not desk.asked.numbers else ()
    scales = {scale for scale, _ in given}
    if all(condition.scale not in scales for part in parts for condition in conditions_in(part)):
        return []
    return [parts[i] for i in for_case(given, parts)]


def _untold(desk: Desk, parts: Sequence[str], keep: Collection[int]) -> set[int]:
    """The places of parts with a figure that have words or places of the question which those kept with one lack.

    Where several values are asked for, half a word will do: 开箱率、掏箱率分别.
    """
    figured = {i: normalized(p) for i, p in enumerate(parts) if states_number(p) and not _TIME.match(p)}
    told = "|".join(words for i, words in figured.items() if i in keep)
    missing = [t for t in desk.terms if t.known and len(t.text) > 1 and t.weight >= _RARE and strength(told, t) < _HAS]
    runs = [name for name in desk.scope.must_name if name not in told]
    if desk.asked.kind != "comparison" and asks_of_each(desk.asked.text):
        asked = _OF_NOTHING.sub(" ", normalized(desk.asked.focus or desk.asked.text))
        runs += [pair for pair in pairs_of(asked) if pair not in told]

    def tells(words: str) -> bool:
        return any(run in words for run in runs) or any(strength(words, t) >= _HAS for t in missing)

    return {i for i, words in figured.items() if i not in keep and tells(words)}
