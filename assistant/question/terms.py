"""Content words of a question and what else to search for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.question.synonyms import FoundWord, Synonyms
from assistant.question.wording import stop_words
from assistant.question.words import ASPECT, HEADS, Token, cut, word_kind

Range = tuple[int, int]
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
_ASKING = re.compile(r"[哪几咋啥].|那[个些种次年天件类条项]|是因为|为什么")
_NOISE = re.compile(r"[啊呀哇呜哈嘿哦噢嗯唉]+|百分之[几多]?少?")
_EITHER = re.compile(r"(.{1,2})[不没](?=\1)")  # 退不退, 符合不符合
_WHAT_BECOMES = re.compile(r"(?<=[不没未][\u4e00-\u9fff])会(?=被?(?:怎|如何|咋))")  # 材料不全会怎么办 is of no 全会
_QUOTED = re.compile(r"[“\"]([\u3400-\u9fff]{2,8})[”\"]")  # a name, of any characters (“多巡合一”)
_FUNCTION_WORDS = frozenset("mqrucdfpyeok")
# what is said in everyday speech beside any other word; no abbreviation is made of them
_BUSY = frozenset("没拿找放买卖打走住写存进出入够待先新老少慢早晚白乱攒编赚挑完钱事笔捧占扛抹摘捆搬留送戴压拖拒却仍算")
# verbs that say little by themselves; others of one character (拆, 骗, 摊) do
_LIGHT = frozenset(
    "能要会有让做想去到帮弄发给得来用看说叫请算是应该可须肯敢愿使令把被对向从由为以等像属成归搞干办管开交报收领定设立盖"
)
_MAX_TERMS = 64
_WHOLE_WORDING = 7


@dataclass(frozen=True, slots=True)
class Terms:
    """Content words in order without repeats, where each of their places is, and synonyms.

    Those are of some of the words and of what such a word is made of (暖气费 in 交暖气费).
    """

    words: tuple[str, ...]
    ranges: tuple[Range, ...]
    expansions: Mapping[str, tuple[str, ...]]


def find_terms(text: str, skip: Sequence[Range], synonyms: Synonyms) -> Terms:
    """Content words of `text` outside the ranges in `skip`; words of the synonym file stay whole."""
    kept: dict[str, None] = {}
    ranges: list[Range] = []
    expansions: dict[str, tuple[str, ...]] = {}
    blanked = _blank(text, skip)
    whole = [w for w in synonyms.find(blanked) if _stands_alone(w, blanked)]
    for word in whole:
        expansions[word.written] = word.others
        for inner in synonyms.within(word.written):
            expansions.setdefault(inner.written, inner.others)
    for start, end, written in sorted([*((w.start, w.end, w.written) for w in whole), *_plain(blanked, whole)]):
        if len(ranges) < _MAX_TERMS:
            kept.setdefault(written)
            ranges.append((start, end))
    return Terms(tuple(kept), tuple(ranges), expansions)


def _plain(text: str, whole: Sequence[FoundWord]) -> Iterable[tuple[int, int, str]]:
    taken = [(w.start, w.end) for w in whole]
    taken += [match.span() for rule in (_EITHER, _WHAT_BECOMES) for match in rule.finditer(text)]
    quoted = {at for match in _QUOTED.finditer(text) for at in range(*match.span(1))}
    for token in _joined(cut(_blank(text, taken), guess=False), quoted):
        word = token.text.strip()
        if (
            not _WORD.search(word)
            or word.lower() in stop_words()
            or (_is_bare(word) and not _is_act(word))
            or _ASKING.match(word)
            or _NOISE.fullmatch(word)
        ):
            continue
        yield token.start, token.end, word


def _joined(tokens: Sequence[Token], quoted: Collection[int]) -> list[Token]:
    # R & D and 5 G come apart in the segmenter; single characters next to each other are one unknown word (瞪|羚)
    joined: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        last = joined[-1] if joined else None
        if len(joined) > 1 and (parted := _parted(joined[-2], joined[-1], token)):
            joined[-2:] = [parted]
        elif last is not None and last.end == token.start and _sticks(last, token, quoted):
            joined[-1] = Token(last.text + token.text, last.start, token.end)
        elif _heads(last, token) and not (following and following.text in HEADS):
            joined[-1] = Token(joined[-1].text + token.text, joined[-1].start, token.end)
        else:
            joined.append(token)
    return joined


def _heads(last: Token | None, token: Token) -> bool:
    """Whether the character is the head of a thing that the dictionary lacks (创新|券): without it another is meant."""
    if last is None or last.end != token.start or token.text not in HEADS:
        return False
    return len(last.text) > 1 and not last.text.isascii() and last.text not in stop_words()


def _parted(one: Token, between: Token, other: Token) -> Token | None:
    """A word of two characters with an aspect particle in it (参过保)."""
    if between.text not in ASPECT or len(one.text) != 1 or len(other.text) != 1:
        return None
    word = Token(one.text + other.text, one.start, other.end)
    return word if word.known else None


def _sticks(last: Token, token: Token, quoted: Collection[int]) -> bool:
    if last.text.isascii() and token.text.isascii():
        return bool(re.match(r"[A-Za-z0-9&+.-]+$", last.text + token.text)) and not last.text.isspace()
    return all(_is_loose(t.text, is_named=t.start in quoted) for t in (last, token))


def _is_loose(text: str, *, is_named: bool) -> bool:
    """Whether it is a character that may be part of a word which the dictionary lacks."""
    if len(text) != 1 or not "\u3400" <= text <= "\u9fff" or text in stop_words():
        return False
    return is_named or (text not in _BUSY and word_kind(text) not in _FUNCTION_WORDS)


def _is_act(word: str) -> bool:
    return len(word) == 1 and word not in _BUSY | _LIGHT and word_kind(word) == "v"


def _is_bare(word: str) -> bool:
    return (len(word) == 1 and not word.isascii()) or word.isdigit()


def _stands_alone(word: FoundWord, text: str) -> bool:
    # a two-character Latin word inside a longer one is guarded by the synonyms
    return bool(text[word.start : word.end].strip())


def _blank(text: str, ranges: Iterable[Range]) -> str:
    chars = list(text)
    for start, end in ranges:
        chars[start:end] = " " * (min(end, len(chars)) - start)
    return "".join(chars)


class IndicatorFinder:
    """Finds the corpus's indicators in a question through shared content words, in any synonym."""

    def __init__(self, indicators: Iterable[str], synonyms: Synonyms) -> None:
        # whole wordings (研发投入占地区生产总值的比重) would hide the words that an indicator is made of
        self._synonyms = synonyms = synonyms.shorter_than(_WHOLE_WORDING)
        self._words: dict[str, frozenset[str]] = {}
        self._by_word: dict[str, set[str]] = {}
        for indicator in indicators:
            words = frozenset(self._canonical(find_terms(indicator, (), synonyms).words))
            if words:
                self._words[indicator] = words
                for word in words:
                    self._by_word.setdefault(word, set()).add(indicator)

    def _canonical(self, words: Iterable[str]) -> Iterable[str]:
        for word in words:
            yield min((word.lower(), *(o.lower() for o in self._synonyms.others(word))))

    def find(self, text: str) -> tuple[str, ...]:
        """Indicators named outright, longest first, else those whose every content word is in the question."""
        if not self._words:
            return ()
        asked = frozenset(self._canonical(find_terms(text, (), self._synonyms).words))
        near = {i for word in asked for i in self._by_word.get(word, ())}
        outright = [i for i in near if len(i) >= 3 and i in text]
        if outright:
            return tuple(sorted(outright, key=lambda i: (-len(i), i))[:3])
        covered = [i for i in near if self._words[i] <= asked]
        return tuple(sorted(covered, key=lambda i: (-len(self._words[i]), i))[:3])
