"""Words of a question with their places, from rjieba."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

ASPECT = "过了着"  # particles that may stand inside a word (参过保)
HEADS = frozenset("券卡馆杆柜亭厂店屋棚桩桥塔池窑站舱箱灯牌")  # things: without it, the word means another (创新券)
_CIRCUMSTANCES = frozenset("mqrtfsdcp")  # numerals, pronouns, words of time and place …
_OFTEN = 150  # times in the text that the dictionary was counted from; 签定 has 147
_DIRECTED = re.compile(r".[起下上出过回进][来去]$")


class Token(NamedTuple):
    """One word of a text; `known`: the dictionary has it (it was not guessed)."""

    text: str
    start: int
    end: int

    @property
    def known(self) -> bool:
        from rjieba import has_word

        return bool(has_word(self.text))


@lru_cache(maxsize=64)  # the finders of names cut the same question, one after the other
def cut(text: str, *, guess: bool = True) -> tuple[Token, ...]:
    """`text` as words that cover it completely, in order; without `guess`, unknown words fall into characters."""
    from rjieba import cut as cut_words

    tokens: list[Token] = []
    position = 0
    for word in cut_words(text, hmm=guess):
        tokens.append(Token(word, position, position + len(word)))
        position += len(word)
    return tuple(tokens)


@lru_cache(maxsize=5_000)
def word_kind(word: str) -> str | None:
    """The part of speech of a word in the dictionary's letters (v, n, m, …); None for what it does not have."""
    from rjieba import has_word, tag

    return tag(word)[0][1] if has_word(word) else None


@lru_cache(maxsize=5_000)
def is_common(word: str) -> bool:
    """Whether the dictionary has it as a word that is often written (屋里, 没人), not one that hardly is (亚金)."""
    from rjieba import has_word, suggest_freq

    return bool(has_word(word)) and suggest_freq(word) >= _OFTEN


@lru_cache(maxsize=5_000)
def is_noun(word: str) -> bool:
    """Whether it is a noun that a dictionary knows (no splinter of two words) or the name of a sum or rate."""
    from rjieba import has_word, tag

    flags = [flag for _, flag in tag(word)]
    return flags[-1].startswith(("n", "vn", "eng")) and (has_word(word) or word.endswith(tuple("费金率额价款数量")))


def is_action(word: str) -> bool:
    """Whether it says what is done or how, and names no thing (拉走, 盖起来)."""
    from rjieba import tag

    flag: str = tag(word)[-1][1]
    return _DIRECTED.search(word) is not None or (flag.startswith(("v", "a", "d")) and flag != "vn")


def is_circumstance(word: str) -> bool:
    """Whether it only counts, points or tells where and when (一家, 我家, 街上, 以前), and names no thing."""
    return word_kind(word) in _CIRCUMSTANCES
