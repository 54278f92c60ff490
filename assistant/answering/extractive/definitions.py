"""What a word means in a document (什么是X): the sentence that says so (本办法所称X，是指……)."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.retrieval.matching import normalized

_TERM = r"[^,。;:\"“”()]{2,24}?"
_NOTE = r"(?:\((?:[^()]{0,24}称:?[\"“]?(?P<short>[^()\"“”]{2,16})[\"”]?|[^()]{0,40})\))?"
_CALLED = r"(?:(?:本|前|上述|文中|这里)?[^,。;:]{0,12}?(?:所称|所说|(?<=[法则定见知案法例答])[中里内])的?)?"
_IS = r"(?:,?(?:(?:主要)?是指|系指|指的是|专指|特指)|:(?:是指|指的是)|[,:]指(?![导定标南挥示派引数令向认出明]))"
_DEFINES = re.compile(
    rf"(?:^|[,。;:\d.、)])\s*(?:第[一二三四五六七八九十百\d]+条)?{_CALLED}[\"“]?(?P<term>{_TERM})[\"”]?{_NOTE}{_IS}"
)
_HOW = r"(?:怎么|怎样|如何)(?:来|去)?(?:定义|界定|理解|解释)"
_ASKS = re.compile(rf"什么|啥|何[谓为]|定义|含义|概念|解释|指的?(?:是)?哪|算|{_HOW}")


def defines_asked(question: str, sentence: str) -> bool:
    """Whether a question asks what a word means and the sentence says it of that word, or of what is short for it."""
    if "指" not in sentence or not _ASKS.search(question):  # most sentences, soon told
        return False
    found = _DEFINES.search(normalized(sentence))
    terms = (found["term"], found["short"]) if found else ()
    return any(_asked(term).search(normalized(question)) for term in terms if term)


@lru_cache(maxsize=256)
def _asked(term: str) -> re.Pattern[str]:
    word = rf"[\"“]?{re.escape(term)}[\"”]?"
    before = (
        rf"(?:什么(?:样的)?(?:才?是|才?叫做?|才?算是?)|啥(?:才?[是叫算])|何[谓为])(?:[^,。?]{{0,16}}[的中里])?{word}"
        rf"|(?:{_HOW}|解释(?:一?下)?|(?:怎样|怎么|如何)才?算(?:是|作)?|(?:什么样的|哪[些种类])[^,。?]{{0,8}}?(?:才|可以|能)?(?:算(?:是|作)?|叫做?)){word}"
    )
    means = rf"(?:是指?|指的?是?|说的是|(?:是|有)?怎么|是个?)(?:什么|啥|哪|定义)|(?:是|该|应该?)?{_HOW}"
    behind = (
        rf"{word}(?:在?(?:这里|此处|文件[里中]|本?办法[里中]))?(?:到底|具体|究竟|又)?(?:{means})"
        rf"|{word}(?:这个词)?(?:的|有什么)?(?:具体|准确)?(?:定义|含义|概念)"
    )
    return re.compile(rf"(?:{before})(?:[啊呢呀]?[?,。]|$)|{behind}")
