"""Short names of units that nobody lists, from the names themselves: 城管局 of 城市管理综合行政执法局.

A short name takes the beginnings of words of the full name, in order, and ends in the same kind of body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.question.words import cut
from ingestion.parsing.units import split_level

_BODIES = (  # how names of a kind of body end
    *(("委员会办公室", "办"), ("办公室", "办"), ("委员会", "委"), ("支队", "队"), ("大队", "队"), ("中心", "中心")),
    *((body, body) for body in "局委厅部办"),
)
_LINKS = frozenset("和与及、")
_WORD = 2  # characters that a word of a name has, where it is not a word of three
_SHORTEST, LONGEST = 2, 6  # characters of a short name before its body
# what many bodies do: no short name of two characters begins with it
_COMMON = frozenset(
    ["管理", "监督", "综合", "服务", "事务", "工作", "行政", "发展", "保障", "办公", "中心", "促进", "安全", "国家"]
)


class Abbreviations:
    """The full names that a short name can stand for, among the names of the corpus (normalised)."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._by_body: dict[str, list[tuple[str, tuple[str, ...]]]] | None = None  # read when first asked

    def of(self, short: str) -> list[str]:
        """The names that `short`, written without a level, abbreviates; itself and its branches not among them."""
        stem, body = _parted(short)
        if not body or not _SHORTEST <= len(stem) <= LONGEST:
            return []
        return [n for n, words in self._of_body(body) if not _begins_with(n, short) and _abbreviates(stem, words)]

    def _of_body(self, body: str) -> Sequence[tuple[str, tuple[str, ...]]]:
        if self._by_body is None:
            self._by_body = {}
            for name in self._names:
                stem, kind = _parted(split_level(name)[1])
                if kind and len(stem) > _SHORTEST:
                    self._by_body.setdefault(kind, []).append((name, _words(stem)))
        return self._by_body.get(body, ())


def _begins_with(name: str, short: str) -> bool:
    return split_level(name)[1].startswith(short)


def _parted(core: str) -> tuple[str, str]:
    """`core` without the word for the kind of body at its end, and that kind."""
    return next(((core.removesuffix(end), kind) for end, kind in _BODIES if core.endswith(end)), (core, ""))


def _words(stem: str) -> tuple[str, ...]:
    """The words of a name; compounds of four characters and more as pairs."""
    found: list[str] = []
    for token in cut(re.sub(r"[（(].*?[）)]", "", stem), guess=False):
        if token.text in _LINKS:
            continue
        step = len(token.text) if len(token.text) <= _WORD + 1 else _WORD
        found += [token.text[i : i + step] for i in range(0, len(token.text), step)]
    return tuple(found)


def _abbreviates(stem: str, words: Sequence[str]) -> bool:
    """Whether `stem` is made of beginnings of `words`, in order."""
    if not stem:
        return True
    for at, word in enumerate(words):
        if len(stem) == _SHORTEST and word in _COMMON:
            continue
        shared = next((n for n in range(min(len(word), len(stem)), 0, -1) if stem.startswith(word[:n])), 0)
        if any(_goes_on(stem[n:], words[at + 1 :]) for n in range(shared, 0, -1)):
            return True
    return False


def _goes_on(stem: str, words: Sequence[str]) -> bool:
    if not stem:
        return True
    return any(
        stem.startswith(word[:n]) and _goes_on(stem[n:], words[at + 1 :])
        for at, word in enumerate(words)
        for n in range(min(len(word), len(stem)), 0, -1)
    )
