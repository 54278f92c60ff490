"""Misspelt content words, put right only where the corpus itself has the word that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.question.similarity import SimilarNames, sounds
from assistant.question.wording import stop_words
from assistant.question.words import Token, cut

_MAX_TOKENS = 400
_LONGER = (3, 4)  # characters of a word of which one may be wrong
_ASKING = re.compile(r"多少|多久|怎么|[几给]")  # 发多少 is no slip of 罚多少


@dataclass(frozen=True, slots=True)
class Correction:
    """`written` at `start` stands for `word`, which has as many characters."""

    start: int
    written: str
    word: str


class Speller:
    """Corrects two characters that make no word but sound or look like one of the corpus's words (机够: 机构).

    So are three or four characters that differ in one from a word which sounds the same (小做坊: 小作坊). Nothing that
    the dictionary has is touched, nor a pair that shares no character with the word meant, nor one that could stand for
    two words, nor a part of one of the `spoken` words (教费 of 保教费). `known` are the words of the corpus; what is
    `spoken` may be meant as well, but for a word of one character in it, which may be another word (缴社保, 交社保).
    """

    def __init__(self, phrases: Iterable[str], spoken: Iterable[str] = (), known: Iterable[str] = ()) -> None:
        words = {t.text for phrase in dict.fromkeys(phrases) for t in cut(phrase, guess=False)}
        # 贡献率 is one word to the segmenter, and 贡献 is what gets misspelt
        words |= {w[:2] for w in words if len(w) == 3 and Token(w[:2], 0, 2).known}
        content = (w for w in words if len(w) == 2 and _is_han(w) and w not in stop_words())
        self._similar = SimilarNames(content, strict=True)
        self._longer: dict[str, list[str]] = {}  # by what is left of a word without one of its characters
        self._known = frozenset(known)
        for word in {w for w in (*known, *spoken) if len(w) in _LONGER and _is_han(w) and not _ASKING.search(w)}:
            for masked in _masked(word):
                self._longer.setdefault(masked, []).append(word)
        self._spoken = {word[at : at + 2] for word in spoken for at in range(len(word) - 1)}

    def correct(self, text: str, skip: Sequence[tuple[int, int]]) -> list[Correction]:
        """Corrections outside the ranges in `skip`, in reading order."""
        tokens = cut(text, guess=False)[:_MAX_TOKENS]
        found = self._of_longer_words(text, tokens, skip)
        skip = [*skip, *((c.start, c.start + len(c.word)) for c in found)]
        for at, (one, other) in enumerate(pairwise(tokens)):
            if at and _is_loose(tokens[at - 1]):
                continue  # the end of a longer word that the dictionary lacks (管水员)
            start, end = one.start, other.end
            taken = found and found[-1].start + 2 > start
            if taken or not (_is_loose(one) and _is_loose(other)) or any(s < end and start < e for s, e in skip):
                continue
            written = text[start:end]
            if written in self._spoken or text[end - 1 : end + 1] in self._spoken:  # 分公|租房: 公租 is said as well
                continue
            words = [w for w in self._similar.lookup(written) if any(map(str.__eq__, w, written))]
            if len(words) == 1 and not Token(written, start, end).known:
                found.append(Correction(start, written, words[0]))
        return sorted(found, key=lambda c: c.start)

    def _of_longer_words(self, text: str, tokens: Sequence[Token], skip: Sequence[tuple[int, int]]) -> list[Correction]:
        """Corrections of several tokens that differ in one character from a word that sounds the same."""
        found: list[Correction] = []
        ends = {token.end for token in tokens}
        for token in tokens:
            for start, end in ((token.start, token.start + length) for length in _LONGER):
                written = text[start:end]
                taken = found and found[-1].start + len(found[-1].word) > start
                if token.end >= end or end not in ends or taken or any(s < end and start < e for s, e in skip):
                    continue
                if text[end - 1 : end + 1] in self._spoken:  # 企业|罚多少
                    continue
                words = {w for masked in _masked(written) for w in self._longer.get(masked, ())}
                alike = [
                    w for w in words if w != written and _sound(w) == _sound(written) and self._may_mean(w, written)
                ]
                if len(alike) == 1 and written not in words:
                    found.append(Correction(start, written, alike[0]))
        return found

    def _may_mean(self, word: str, written: str) -> bool:
        """Whether they differ within a word of several characters, or `word` is the corpus's own."""
        at = next(i for i, (one, other) in enumerate(zip(word, written, strict=True)) if one != other)
        return word in self._known or any(t.start <= at < t.end and len(t.text) > 1 for t in cut(word, guess=False))


def _masked(word: str) -> list[str]:
    return [f"{word[:at]}*{word[at + 1 :]}" for at in range(len(word))]


def _sound(word: str) -> tuple[str, ...]:
    return next(sounds(word, strict=True))


def respell(text: str, corrections: Iterable[Correction]) -> str:
    """`text` with the corrections made; it keeps its length."""
    for correction in corrections:
        end = correction.start + len(correction.word)
        text = text[: correction.start] + correction.word + text[end:]
    return text


def _is_loose(token: Token) -> bool:
    return len(token.text) == 1 and _is_han(token.text) and token.text not in stop_words()


def _is_han(text: str) -> bool:
    return all("\u4e00" <= c <= "\u9fff" for c in text)
