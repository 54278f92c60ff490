"""Pieces of a question as text: what it names, what it is about and what it asks, for putting it together anew."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant.question.reading import Reading
from assistant.question.words import cut, word_kind

_COMPARED = re.compile(r"哪|更|最|比|谁|区别|不同|差|分别|多少|几")
_WHAT = re.compile(r"有没有|怎么|如何|怎样|哪些|什么|啥|哪|吗[?。]*$|是否|能不能|可不可以")
_SPOKEN_OF = 4  # characters that name a thing which the next words stand for (这件事)
_TOLD = 10  # characters that tell a matter of which the rest speaks
_CIRCUMSTANCE = re.compile(r"(?:的话|以?后|之后|时|时候|了)[,。;]?$")
_SUCH = re.compile(r"的(?=[要会能应该需占有是得])")


@cache
def rules() -> Mapping[str, re.Pattern[str]]:
    """The editable wordings of `data/followups.toml`."""
    tables = tomllib.loads((Path(__file__).parent / "data" / "followups.toml").read_text("utf-8"))
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in tables.items()}


class Spanned(Protocol):
    """Something found at a place in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def has_ask(reading: Reading) -> bool:
    """Whether the question says what it wants to know (多少, 由谁, 怎么)."""
    kind = reading.kind
    if kind.asks_units or kind.facts or kind.kind in ("value", "list", "unit_tasks"):
        return True
    return bool((_COMPARED if kind.kind == "comparison" else _WHAT).search(reading.text))


def is_fragment(reading: Reading) -> bool:
    """Whether it puts something in the place of something else and asks nothing itself (那高层次人才占比呢)."""
    if reading.kind.asks_units or not rules()["tail"].search(reading.text):
        return False
    text = rules()["tail"].sub("", reading.text)
    return not any(rules()[asks].search(text) for asks in ("who", "asking"))


def has_topic(reading: Reading) -> bool:
    """Whether it has content words beside verbs of targets (新增, 完成) and words that ask (罚多少)."""
    empty = rules()["verb"].match, rules()["asking_word"].search
    return any(not any(is_empty(word) for is_empty in empty) for word in reading.terms.words)


def has_any(reading: Reading) -> bool:
    """Whether it names a place, document, time, clause or unit."""
    return bool(reading.subjects or reading.documents or reading.times or reading.references or reading.units)


def without_lead(text: str) -> str:
    """`text` without the words that tie it to the last question (那, 还有)."""
    return rules()["lead"].sub("", text, count=1)


def back_reference(text: str) -> re.Match[str] | None:
    """The word that refers to what was said before `text`, or None: most refer to what `text` itself has just named.

    甲市的这笔补贴 and 申请这笔补贴 refer back; 给小店发贷款这件事,…的那份报告 and …优先安排,这项激励归谁管 do not.
    """
    return next((m for m in rules()["pronoun"].finditer(text) if not _is_named_before(text, m)), None)


def _is_named_before(text: str, pronoun: re.Match[str]) -> bool:
    own = without_lead(text[: pronoun.start()])
    said = own.rstrip(",。;、“")
    if len(said) >= _TOLD and not _CIRCUMSTANCE.search(own):
        return True
    if len(said) < _SPOKEN_OF or said != own or rules()["topic_noun"].match(text, pronoun.end()):
        return False
    *before, last = (token.text for token in cut(said))
    named = any(map(_may_name, before)) if last == "的" else _may_name(last)
    return named or "、" in said


def _may_name(word: str) -> bool:
    """Whether it is a noun or a word that the dictionary lacks."""
    return len(word) > 1 and (word_kind(word) or "n")[0] == "n"


def begins_with_predicate(text: str) -> bool:
    """Whether `text` leaves out its subject: it begins with what one must or may do (要提前多久申请).

    能充电的要几个 has one.
    """
    first = next(iter(cut(text)), None)
    if first is None or _SUCH.search(text):
        return False
    return rules()["must_or_may"].match(first.text) is not None


def without_pronoun(text: str) -> str:
    """`text` without the word that refers back (它, 这个目标的)."""
    match = back_reference(text)
    if match is None:
        return text
    rest = text[match.end() :].removeprefix("的")
    noun = rules()["topic_noun"].match(rest)
    rest = rest[noun.end() :] if noun and noun.end() < len(rest) else rest
    return (text[: match.start()] + rest).removeprefix("的")


def without_names(ask: str, reading: Reading) -> str:
    """`ask` without the names of places, documents and times that `reading` found."""
    names: list[Spanned] = [*reading.places, *reading.documents]
    ranges = [(s.start, s.end) for s in names]
    ranges += [(time_start(reading.text, t.start), time_end(reading.text, t.end)) for t in reading.times]
    for start, end in ranges:
        ask = ask.replace(reading.text[start:end], "", 1)
    return ask.removeprefix("的")


def spans(reading: Reading) -> list[Spanned]:
    """Everything named in the question that is no content."""
    return [*reading.places, *reading.documents, *reading.times]


def names_text(reading: Reading, *, times: bool = True) -> str:
    """Places, documents and, unless told otherwise, times as they open a question."""
    apart = [p for p in reading.subjects if not any(d.start <= p.start < d.end for d in reading.documents)]
    places = "和".join(p.mention.name for p in apart)
    documents = "、".join(reading.text[d.start : d.end] for d in reading.documents)
    return places + documents + (times_text(reading.text, reading.times) if times else "")


def times_text(text: str, times: Sequence[Spanned]) -> str:
    """Times as they open a question, with the 年 that a year has."""
    written = "、".join(text[t.start : t.end] for t in times)
    return written + "年" if written[-1:].isdigit() else written


def scope_text(reading: Reading) -> str:
    """Places and documents as they open a question."""
    return names_text(reading, times=False)


def topic_text(reading: Reading) -> str:
    """What a whole question is about: its words without names, times and what asks."""
    text = rules()["opening"].sub("", _unnamed(reading, reading.subjects))
    if reading.kind.asserts:
        for figure in reading.understanding.stated_numbers:
            text = re.sub(rf"(?:是不是|是|为|达到?)?{re.escape(figure)}", "", text)
    for asks in ("who", "asking"):
        text = rules()[asks].sub("", text)
    text = re.sub(r"\s+", "", text)
    return rules()["leading"].sub("", re.sub(r"([,。;])[,。;的]*", r"\1", text).strip(",。;?!的")).removesuffix("了")


def fragment_text(reading: Reading, *, with_places: bool) -> str:
    """What a fragment puts in the place of something else (那高新技术企业呢), without the words around it."""
    named = without_lead(re.sub(r"(?<=\s)的(?=[^呢?])", "", _unnamed(reading, () if with_places else reading.places)))
    text = rules()["tail"].sub("", named).strip(" ,。?!")
    first = cut(text)[0].text if text else ""
    return (text.removeprefix(first) if rules()["preposition"].match(first) else text).strip(" ,。?!")


def _unnamed(reading: Reading, places: Sequence[Spanned]) -> str:
    """The text with a space for every character of a document, a clause, a time or one of `places`."""
    chars = list(reading.text)
    names: list[Spanned] = [*reading.documents, *reading.references, *places]
    named = [(s.start, s.end) for s in names]
    named += [(time_start(reading.text, t.start), time_end(reading.text, t.end)) for t in reading.times]
    for start, end in named:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def anchor_text(reading: Reading) -> str:
    """What stands for the topic of a question that has none: its clause or its units."""
    if reading.references:
        return reading.references[0].reference.written
    return "、".join(u.written for u in reading.units)


def time_start(text: str, start: int) -> int:
    """Start of a time with the preposition before it."""
    return start - 1 if start > 0 and text[start - 1] in "到至在" else start


def time_end(text: str, end: int) -> int:
    """End of a time with what belongs to it (年底)."""
    match = re.compile(r"年?(?:度|底|末|前|以前|之前)?").match(text, end)
    return match.end() if match else end
