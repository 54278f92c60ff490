"""Questions that ask the same of several subjects at once (对甲和乙可以采取哪些措施), one question a subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.model import Understanding

_KINDS = ("measure", "value", "list")
_CLAIMING = ("value", "measure", "document")
_SUBJECT = r"[^,，。?、和与及]{2,16}"
_AT_ONCE = re.compile(
    rf"(?P<lead>[对给向])(?P<names>{_SUBJECT}(?:(?:、|和|与|以及|及){_SUBJECT}?)+?)"
    r"(?=,?分别|可以|应当|应该|能|要|会|有(?!限)|采取|怎|如何|实行|各|规定|提供|给予|的?(?:哪些|什么|啥))"
)
_TOGETHER = re.compile(r"、|和|与|以及|及")
_WORD_MIN = 3
_OWN_MIN = 2  # characters that tell one subject from another


def each_subject(asked: Understanding) -> tuple[Understanding, ...]:
    """What is asked of each of several subjects, which its own words tell from the others; empty where of one."""
    if asked.kind not in _KINDS or asked.references:
        return ()
    sides = _towards_each(asked) or asked.sides
    owns = _own_words([side.text for side in sides])
    if len(owns) < 2 or min(map(len, owns)) < _OWN_MIN:
        return ()
    return tuple(replace(side, focus=own, sides=()) for side, own in zip(sides, owns, strict=True))


def _towards_each(asked: Understanding) -> tuple[Understanding, ...]:
    """对甲和乙……哪些 as a question about 甲 and one about 乙."""
    found = _AT_ONCE.search(asked.text)
    if found is None:
        return ()
    names = _TOGETHER.split(found["names"])
    texts = [asked.text.replace(found["names"], name) for name in names]
    terms = [_within(text, asked) for text in texts]
    return tuple(replace(asked, text=text, terms=own) for text, own in zip(texts, terms, strict=True))


def each_claim(asked: Understanding) -> tuple[Understanding, ...]:
    """Where each of several parts of a question asserts a figure of its own: each part as a question."""
    parts = [(part, tuple(n for n in asked.numbers if n in part)) for part in asked.text.split(",")]
    claims = [(part, numbers) for part, numbers in parts if numbers]
    if asked.kind not in _CLAIMING or asked.references:
        return ()
    if len(claims) < 2 or len({n for _, numbers in claims for n in numbers}) < len(claims):
        return ()
    return tuple(
        replace(asked, kind="value", text=part, focus=part, terms=_within(part, asked), numbers=numbers, sides=())
        for part, numbers in claims
    )


def _within(text: str, asked: Understanding) -> tuple[str, ...]:
    return tuple(term for term in asked.terms if term in text)


def _own_words(texts: Sequence[str]) -> list[str]:
    """Each text without what all begin and end with."""
    if len(texts) < 2:
        return []
    lead = _alike(texts)
    tail = _alike([text[lead:][::-1] for text in texts])
    if min(map(len, texts)) - lead - tail < _WORD_MIN:
        tail = max(0, tail - 1)  # 基础类, 完善类
    return [text[lead : len(text) - tail].strip(",?。") for text in texts]


def _alike(texts: Sequence[str]) -> int:
    """With how many characters all begin."""
    return sum(1 for _ in takewhile(lambda at: len(set(at)) == 1, zip(*texts, strict=False)))
