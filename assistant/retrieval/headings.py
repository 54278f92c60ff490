"""Headings that a question names in full or by one of their phrases."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.retrieval.matching import normalized
from ingestion.model import Clause

_SHORTEST = 4
_LIST_NOUN = re.compile(r"(?:一览表|名录|清单|名单|目录|项目|事项)$")


def heading_parts(clause: Clause) -> list[str]:
    """The clause's heading and the phrases it is made of, bracketed asides and quotation marks left out."""
    if not clause.heading or clause.kind in ("row", "preamble"):
        return []
    return list(_parts(clause.heading))


@lru_cache(maxsize=10_000)
def _parts(heading: str) -> tuple[str, ...]:
    words = bare(re.sub(r"[（(][^（）()]*[）)]", "", heading))
    bare_list = _LIST_NOUN.sub("", words)  # 备用水源名录 is asked for as 备用水源有哪些
    return tuple(
        dict.fromkeys(p for p in (words.replace(",", ""), *words.split(","), bare_list) if len(p) >= _SHORTEST)
    )


def bare(text: str) -> str:
    """Normalized, without quotation marks."""
    return re.sub(r"[\"'《》「」]", "", normalized(text))
