"""The last question with what a fragment brings in the place of what it stands for (那乙市呢, 2020年的呢)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from assistant.model import RegionMention
from assistant.question.mentions import FoundPlace
from assistant.question.phrases import (
    Spanned,
    fragment_text,
    has_topic,
    names_text,
    rules,
    scope_text,
    time_end,
    time_start,
    times_text,
)
from assistant.question.reading import Reading
from assistant.question.siblings import Groups, beside
from assistant.question.slots import find_slot, is_attribute, is_share
from assistant.question.times import FoundTime

Covers = Callable[[RegionMention, int], bool]
Edit = tuple[int, int, str]

_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十百]+")
_AMOUNT = re.compile(
    r"(?P<than>超过|不足|不满|未满|没满|不到|达到|少于|低于|高于|大于|多于|满)?"
    r"(?P<amount>(?<![\d.第])(?!(?:19|20)\d\d年)(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千半]+)(?:个?[百千]?)(?P<unit>[万亿]{0,2}(?:"
    r"元|块钱?|人|户|亩|周?岁|平方米|平米|吨|公里|米|小时|天|个月|年|只|条|头|家|次|%|成(?![员功立本效果年人就绩交品]))|[万亿]{1,2}))"
    r"(?P<bound>多|及?以[上下内])?"
)
_RANK = re.compile(
    r"(?:(?<![A-Za-z])(?:I{1,3}|IV|[A-E])|[一二三四五1-5]|[红橙黄蓝])(?P<scale>星?级|类|色预警|色(?=响应|预警|的|$)|档)"
)
_FILLING = re.compile(r"[的了,]|^(?:如果|要是|假如|那么?|是|只|才|仅)*")
_DONE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:自己)?[干做弄搞犯]的$")  # 要是公司干的呢 asks of the 公司
_DOERS = ("个人", "单位", "公司", "企业")
_DOER = re.compile(r"个人|(?<!牵头)(?<!责任)(?<!配合)(?<!负责)(?<![哪些个么])单位")
_PERSON, _FIRM = "个人", re.compile(r"(?:小微|中小微?|小型|微型|大型|民营|生产经营)?(?:企业|公司)")
_JOINED = 1  # 甲市的《…办法》: a place so near a document is the document's


def put_in(before: Reading, fragment: Reading, covers: Covers, siblings: Groups = ()) -> tuple[str, str]:
    """The completed question, and what in it is the fragment's own topic; `siblings` stand for each other."""
    own_place = _is_topic(fragment.places, before)
    phrase = fragment_text(fragment, with_places=own_place)
    amounts, phrase = _amounts(before.text, _DONE.sub("", phrase))
    ranks, phrase = _ranks(before.text, phrase)
    edits = [*amounts, *ranks, *_times(before, fragment, covers), *_references(before, fragment)]
    edits += _spans(before.units, fragment.units, fragment.text)
    if own_place and phrase == "".join(p.mention.written for p in fragment.places) and before.places:
        edits += _objects(before, fragment)
    elif doer := _doer(before.text, phrase):
        edits.append(doer)
    elif (amounts or ranks or has_topic(fragment) or own_place) and phrase and not fragment.units:
        edits += beside(siblings, before.text, phrase.removesuffix("的")) or _topic(before, phrase)
    else:
        phrase = ""
    if not own_place:
        edits += _scope(before, fragment)
    if fragment.references and not before.references:
        return f"{scope_text(before)}{fragment.references[0].reference.written}的内容", ""
    text = _applied(before.text, edits)
    if before.kind.kind == "comparison" and len(fragment.subjects) == 1:
        text = rules()["which_more"].sub("是多少", text)
    return text, phrase


def _doer(text: str, phrase: str) -> Edit | None:
    """A person in the place of a body and the other way round, as rules tell them apart (对个人…,对单位…)."""
    new = phrase.removeprefix("那")  # 那个人 is no pronoun here
    old = (_DOER.search(text) or (new == _PERSON and _FIRM.search(text))) if new in _DOERS else None
    return (*old.span(), new) if old and old.group() != new else None


def kept_times(before: Reading, reading: Reading, covers: Covers) -> list[FoundTime]:
    """Times of the last question that can still be meant: those that documents of a new place cover."""
    if not reading.subjects:
        return list(before.times)
    return [t for t in before.times if any(covers(p.mention, t.first) for p in reading.subjects)]


def with_number(written: str, number: str) -> str:
    """A clause reference with another last number."""
    last = [*_NUMERAL.finditer(written)][-1]
    return written[: last.start()] + number + written[last.end() :]


def last_number(written: str) -> str:
    """The last number of a clause reference, as written."""
    return [*_NUMERAL.finditer(written)][-1].group()


def _amounts(before: str, phrase: str) -> tuple[list[Edit], str]:
    """The amount of a phrase in the place of the first like it (超过3000万元由谁定? 超过五千万的呢), and what is left.

    An amount without words of its own (那5000万呢) takes those of the other.
    """
    new = next(_AMOUNT.finditer(phrase), None)
    old = new and next((m for m in _AMOUNT.finditer(before) if _counted(m) == _counted(new)), None)
    if new is None or old is None:
        return [], phrase
    rest = _FILLING.sub("", phrase[: new.start()] + phrase[new.end() :])
    compares = new["than"] or new["bound"]
    edit = (*old.span(), new.group()) if compares else (*old.span("amount"), new["amount"])
    return [edit], "" if rest in before else rest


def _ranks(before: str, phrase: str) -> tuple[list[Edit], str]:
    """The rank of a phrase in the place of another on the same scale (Ⅱ级响应时…? 那Ⅰ级呢), and what is left."""
    new = _RANK.search(phrase)
    old = new and next((m for m in _RANK.finditer(before) if m["scale"] == new["scale"]), None)
    if new is None or old is None or old.group() == new.group():
        return [], phrase
    rest = _FILLING.sub("", phrase[: new.start()] + phrase[new.end() :])
    return [(*old.span(), new.group())], "" if rest in before else rest


def _counted(amount: re.Match[str]) -> str:
    """What is counted: of 3000万元, 五千万 and 6个亿 money, of 半年 and 6个月 time."""
    unit = amount["unit"].lstrip("万亿").removeprefix("周")
    return "元" if unit in ("", "块", "块钱") else "时" if unit in ("年", "个月", "天", "小时") else unit


def _is_topic(places: Sequence[FoundPlace], before: Reading) -> bool:
    """Whether places are spoken of, not whose documents: like one of the last question, or where that was of none."""
    if not places:
        return False
    if before.subjects:
        levels = {_level(p) for p in before.places if not p.mention.subject} - {_level(p) for p in before.subjects}
        return all(_level(p) in levels for p in places)
    return not any(p.mention.subject and p.mention.known for p in places)


def _level(place: FoundPlace) -> str:
    return place.mention.name[-1]


def _topic(before: Reading, phrase: str) -> list[Edit]:
    slot = find_slot(before, phrase)
    old = before.text[slot.start : slot.end]
    if before.kind.kind == "value" and is_attribute(phrase) and old and not is_attribute(old):
        if "的" in old:
            return [(slot.start + old.rindex("的") + 1, slot.end, phrase)]  # 学徒的生活津贴是多少? 住宿费呢
        return [(slot.end, len(before.text), f"的{phrase}是多少?")]  # 示范应用要做多少项? 产业规模呢
    if is_share(old) and not is_attribute(phrase):
        return [(slot.start, len(before.text), f"{phrase}怎么规定?")]  # 绿地占比要多少? 城乡布局呢
    edits = [(slot.start, slot.end, slot.written)]
    counted = rules()["counted"].search(before.text)
    if counted and not slot.alike and (counted[1] in "名人位") != bool(rules()["person"].search(phrase)):
        edits.append((counted.start(1), counted.end(1), ""))  # 多少件专利, but 多少研发人员
    return edits


def _objects(before: Reading, fragment: Reading) -> list[Edit]:
    """A place that is spoken of, in the place of the last one of its level."""
    new = fragment.places[0]
    level = [p for p in before.places if _level(p) == _level(new)]
    old = (level or before.places)[-1]
    return [(old.start, old.end, new.mention.written)]


def _scope(before: Reading, fragment: Reading) -> list[Edit]:
    new = names_text(fragment, times=False)
    if not new:
        return []
    places = [(p.start, p.end) for p in before.subjects]
    if places and rules()["beside"].search(fragment.text):
        return [(places[0][1], places[0][1], f"和{new}")]
    old = sorted([*places, *((d.start, d.end) for d in before.documents)])
    if places and not fragment.documents and not _are_joined(old):
        old = places
    if not old:
        return [(0, 0, new)]
    return [(old[0][0], old[0][1], new), *((start, end, "") for start, end in _with_joint(before.text, old[1:]))]


def _are_joined(ranges: Sequence[tuple[int, int]]) -> bool:
    return all(later[0] - earlier[1] <= _JOINED for earlier, later in pairwise(ranges))


def _with_joint(text: str, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges with the conjunction before them: 甲州和乙州 becomes 丙州, not 丙州和."""
    widened = []
    for start, end in ranges:
        while start > 0 and text[start - 1] in "和与跟及、,同比":
            start -= 1
        widened.append((start, end))
    return widened


def _times(before: Reading, fragment: Reading, covers: Covers) -> list[Edit]:
    if fragment.times:
        new = times_text(fragment.text, fragment.times)
        if before.times:
            first = before.times[0]
            end = first.end + (1 if before.text[first.end : first.end + 1] == "年" else 0)
            return [(first.start, end, new)]
        after = max((p.end for p in before.subjects), default=0)
        return [(after, after, new)]
    kept = kept_times(before, fragment, covers)
    gone = [t for t in before.times if t not in kept]
    return [(time_start(before.text, t.start), time_end(before.text, t.end), "") for t in gone]


def _references(before: Reading, fragment: Reading) -> list[Edit]:
    edits = _spans(before.references, fragment.references, fragment.text)
    if edits and len(fragment.references) == 1:
        old, new = before.references[0].reference, fragment.references[0].reference
        if len(new.steps) < len(old.steps) and new.steps[0][0] == old.steps[-len(new.steps)][0]:
            tail = [*_NUMERAL.finditer(old.written)][-len(new.steps)]
            above = old.written[: tail.start()].removesuffix("第")
            return [(start, end, above + written) for start, end, written in edits]  # 第三部分第3条, 第4条呢
    return edits


def _spans(old: Sequence[Spanned], new: Sequence[Spanned], text: str) -> list[Edit]:
    """The names in `new` where the first of `old` stands."""
    if not old or not new:
        return []
    return [(old[0].start, old[0].end, "、".join(text[s.start : s.end] for s in new))]


def _applied(text: str, edits: Sequence[Edit]) -> str:
    """`text` with the replacements made, from the last to the first."""
    for start, end, written in sorted(edits, key=lambda e: (e[0], e[1]), reverse=True):
        text = text[:start] + written + text[end:]
    return text
