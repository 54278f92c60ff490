"""What a word means in a document (什么是X): the sentence that says so (本办法所称X，是指……)."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.retrieval.matching import normalized

_TERM = r"[^,。;:\"“”()]{2,24}?"
_NOTE = r"(?:\([^()]{0,40}\))?"
_DEFINES = re.compile(
    rf"(?:^|[,。;:\d.、)])\s*(?:第[一二三四五六七八九十百\d]+条)?(?:(?:本|前|上述|文中|这里)?[^,。;:]{{0,12}}?(?:所称|所说)的?)?[\"“]?(?P<term>{_TERM})[\"”]?{_NOTE},?"
    r"(?:(?:主要)?是指|系指|指的是|专指|特指)"
)
_ASKS = re.compile(r"什么|啥|何[谓为]|定义|含义|指的?(?:是)?哪")


def defines_asked(question: str, sentence: str) -> bool:
    """Whether a question asks what a word means and the sentence says it of that word."""
    if "指" not in sentence or not _ASKS.search(question):  # most sentences, soon told
        return False
    found = _DEFINES.search(normalized(sentence))
    return found is not None and bool(_asked(found["term"]).search(normalized(question)))


@lru_cache(maxsize=256)
def _asked(term: str) -> re.Pattern[str]:
    word = rf"[\"“]?{re.escape(term)}[\"”]?"
    before = (
        rf"(?:什么(?:样的)?(?:才?是|才?叫做?|才?算是?)|啥(?:才?[是叫算])|何[谓为])(?:[^,。?]{{0,16}}[的中里])?{word}"
    )
    behind = rf"{word}(?:到底|具体|究竟|又)?(?:是指?|指的?是?|(?:是|有)?怎么)(?:什么|啥|哪|定义)|{word}的?(?:定义|含义)"
    return re.compile(rf"{before}(?:[啊呢呀]?[?,。]|$)|{behind}")
