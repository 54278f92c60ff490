"""Words of a Chinese text as the lexical index knows them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_WORD_MAX = 12  # characters


def tokenize(text: str) -> list[str]:
    """Search tokens in reading order: long words together with the short ones inside; numbers kept, marks dropped."""
    normal = unicodedata.normalize("NFKC", text).lower()
    parts = (_word_tokens(part) if len(part) <= _WORD_MAX else _tokens(part) for part in normal.split(" "))
    return [token for tokens in parts for token in tokens]


def _tokens(normal: str) -> tuple[str, ...]:
    import rjieba

    return tuple(token for token in map(str.strip, rjieba.cut_for_search(normal)) if any(map(str.isalnum, token)))


_word_tokens = lru_cache(maxsize=20_000)(_tokens)  # words of questions are weighed, and then searched for
