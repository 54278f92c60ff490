"""The characters of a text as the gate compares them: one width, no layout, no filler."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─~～〜", "-"))
_QUOTES = str.maketrans(
    {
        "「": "“",
        "」": "”",
        "『": "“",
        "』": "”",
        "〈": "《",
        "〉": "》",
        "＂": '"',
        "〔": "[",
        "〕": "]",
        "【": "[",
        "】": "]",
    }
)
_BLANK = re.compile(r"[ \t\r\f\v\u3000\xa0\u200b\u200c\u200d\ufeff*`#>]+")
_CHUNK_END = re.compile(r"[,。;、:!?()\n|]")
_WORD_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]{2,}")
_FILLER = re.compile(
    r"根据|按照|依据|依照|相关|有关|文件|规定|明确|提出|要求|指出|政策|条款|如下|具体|主要|包括|内容|方面|以及|同时|此外|另外"
    r"|其中|并且|需要|应当|可以|将会|进行|实现|达到|力争|通过|目标|任务|责任|单位|负责|牵头|配合|答复|回答|问题|您好|关于|对于"
    r"|一个|分别|上述|以下|以上|所述|的|了|将|应|须|需|等|和|与|及|或|为|是|其|该|在|对|由|到|至|并|也|还|即|于|以|按|您|请|可|年|月|日|达|共"
)

_PARTICLE = re.compile(r"[的了吗呢么吧啊是有在和与及为对中]")


def normalize(text: str) -> str:
    """Half width, lower case, one kind of dash, bracket and quotation mark, no blanks; line breaks stay."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES).lower()
    return _BLANK.sub("", folded)


def bare(text: str) -> str:
    """Letters, digits, `%` and decimal points only: for comparing quoted words across punctuation."""
    return re.sub(r"[^\w%.]|_", "", text)


def chunks(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of `text` between punctuation marks."""
    start = 0
    for mark in _CHUNK_END.finditer(text):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()
    if start < len(text):
        yield start, len(text)


def bigrams(text: str) -> set[str]:
    """Neighbouring character pairs of Chinese runs, and Latin words."""
    found: set[str] = set()
    for run in _WORD_RUN.findall(text):
        if run[0] < "\u3400":
            found.add(run)
        else:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def content(text: str) -> set[str]:
    """Bigrams of the words that carry meaning."""
    return bigrams(_FILLER.sub(" ", text))


def broad(text: str) -> set[str]:
    """Everything that `content` of a part of `text` may yield, with filler words in or out."""
    return bigrams(text) | content(text) | bigrams(_FILLER.sub("", text))


def combines(text: str, known: str) -> bool:
    """True if `text` only puts words of `known` together: each character but particles is in a pair that stands there.

    Numbers are left to `facts`, which compares them by value.
    """
    said = normalize(known)
    pairs = bigrams(said)
    for run in _WORD_RUN.findall(_PARTICLE.sub(" ", normalize(text))):
        if run[0] < "\u3400" or len(run) == 1:
            if run not in said:
                return False
        elif any(run[max(0, i - 1) : i + 1] not in pairs and run[i : i + 2] not in pairs for i in range(len(run))):
            return False
    return True
