"""Homophone slips in content words (砖利 for 专利), set right against the words of the corpus."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.question.words import cut, is_common

_HAN = re.compile(r"[\u4e00-\u9fff]{2,5}")
_LONGEST = 5
_GRAMMAR = re.compile(r"[什么怎谁哪吗呢吧的了和与是多少几]")  # no slip of a content word runs over these
_LITTLE = "不没到得"  # what stands beside any verb tells no word


class Spelling:
    """Knows how the corpus's words sound. Built when first needed and again when the corpus changes."""

    def __init__(self, vocabulary: Callable[[], Sequence[tuple[str, int]]], version: Callable[[], str]) -> None:
        self._vocabulary = vocabulary
        self._version = version
        self._built: tuple[str, dict[str, str]] = ("", {})
        self._lock = threading.Lock()

    def correct(self, text: str, unknown: Sequence[str]) -> dict[str, str]:
        """For words of `text` that the corpus does not know, its word that sounds the same; keys are as written.

        A common word means itself, and a slip leaves a character of the word that was meant.
        """
        sounds = self._sounds()
        found: dict[str, str] = {}
        edges = {at for token in cut(text, guess=False) for at in (token.start, token.end)}
        for word in unknown:
            for start, end in _windows(text, word):
                if start not in edges and end not in edges:
                    continue  # the end of one word and the beginning of the next are no slip
                written = text[start:end]
                heard = sounds.get(_sound(written))
                if heard is not None and _may_stand_for(written, heard, whole=start in edges and end in edges):
                    found[written] = heard
                    break
        return found

    def _sounds(self) -> dict[str, str]:
        with self._lock:
            version = self._version()
            if self._built[0] != version:
                words = [w for w, _ in self._vocabulary() if _HAN.fullmatch(w)]
                self._built = (version, {_sound(w): w for w in reversed(words)})  # the most frequent word wins
            return self._built[1]


def _windows(text: str, word: str) -> list[tuple[int, int]]:
    """Runs of 2 to 5 Han characters that hold `word` or part of it, the longest first."""
    at = text.find(word)
    if at < 0:
        return []
    spans = [
        (start, start + length)
        for length in range(_LONGEST, 1, -1)
        for start in range(max(0, at - length + 1), at + len(word))
        if start + length <= len(text)
        and not _GRAMMAR.search(text[start : start + length])
        and _HAN.fullmatch(text[start : start + length])
    ]
    return [s for s in spans if s[0] < at + len(word) and s[1] > at]


def _may_stand_for(written: str, heard: str, *, whole: bool) -> bool:
    """Whether the one is a slip of the other: 才料 of 材料, but not 屋里 of 五里, 报护 of 保户 or 不烧 of 不少.

    One that is not of `whole` words (办公|基金 of 公积金) differs in one character of three or more.
    """
    kept = [a for a, b in zip(written, heard, strict=True) if a == b]
    near = whole or len(kept) == len(written) - 1 > 1
    return near and any(a not in _LITTLE for a in kept) and written != heard and not is_common(written)


@lru_cache(maxsize=5_000)
def _sound(word: str) -> str:
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(word))
