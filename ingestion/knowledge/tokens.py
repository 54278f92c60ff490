"""Words of a Chinese text as the lexical index knows them."""

from __future__ import annotations

import unicodedata


def tokenize(text: str) -> list[str]:
    """Search tokens in reading order: long words together with the short ones inside; numbers kept, marks dropped."""
    import rjieba

    normal = unicodedata.normalize("NFKC", text).lower()
    return [token for token in map(str.strip, rjieba.cut_for_search(normal)) if any(map(str.isalnum, token))]
