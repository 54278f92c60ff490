"""Questions in English, read as Chinese key words so that they can be looked up; the answer stays Chinese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assistant.question.gazetteer import load_gazetteer, short_name
from assistant.question.normalization import han_share

_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z&'+.-]*[A-Za-z]|[A-Za-z]|\d+(?:[.,]\d+)*%?|[^\sA-Za-z0-9]|\s+")
_MAX_HAN_SHARE = 0.2


def is_english(text: str) -> bool:
    """Whether `text` is a question in English rather than a Chinese one with Latin words in it."""
    return len(_LATIN_WORD.findall(text)) >= 2 and han_share(text) <= _MAX_HAN_SHARE


def to_chinese(text: str, places: Iterable[str]) -> str:
    """The known words of an English question in Chinese, in their order, what it asks last; other words stay.

    `places` are the full names of places to recognise by their pinyin, beside the country's provinces and cities.
    """
    lowered = text.lower()
    phrases = {**_phrases(), **_pinyin(tuple(places))}
    filler = _filler()
    longest = max(len(p.split()) for p in phrases)
    words = [t for t in _TOKEN.findall(lowered) if not t.isspace()]
    names: list[str] = []
    topics: list[str] = []
    asks: list[str] = []
    position = 0
    while position < len(words):
        for size in range(min(longest, len(words) - position), 0, -1):
            phrase = " ".join(words[position : position + size])
            if phrase in phrases:
                kind, chinese = phrases[phrase]
                {"places": names, "terms": topics, "asks": asks}[kind].append(chinese)
                position += size
                break
        else:
            word = words[position]
            if word not in filler and (word.isalnum() or "%" in word or "." in word[1:]):
                topics.append(f"{word}年" if re.fullmatch(r"(?:19|20)\d{2}", word) else word)
            position += 1
    return "".join(_spaced([*names, *topics, *asks])) + "?"


def _spaced(parts: Iterable[str]) -> Iterable[str]:
    previous = ""
    for part in parts:
        if previous and previous[-1].isascii() and part[0].isascii():
            yield " "
        yield part
        previous = part


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "english.toml").read_text("utf-8"))


@cache
def _filler() -> frozenset[str]:
    return frozenset(_tables()["filler"].split())


@cache
def _phrases() -> Mapping[str, tuple[str, str]]:
    tables = {kind: table for kind, table in _tables().items() if kind != "filler"}
    return {
        " ".join(t for t in _TOKEN.findall(english) if not t.isspace()): (kind, chinese)
        for kind, table in tables.items()
        for english, chinese in table.items()
    }


@cache
def _pinyin(places: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    from pypinyin import lazy_pinyin

    gazetteer = load_gazetteer()
    wide = [p.name for name in gazetteer.names() for p in gazetteer.named(name) if p.level != "county"]
    found: dict[str, tuple[str, str]] = {}
    for name in (*places, *wide):
        found.setdefault("".join(lazy_pinyin(short_name(name))), ("places", name))
    return found
