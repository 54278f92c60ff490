"""One spelling for every question: width, script, spaces and symbols."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_SPACE_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff、。,;:?!《》()])\s+(?=[\u3400-\u9fff、。,;:?!《》()])")
_SPACE_AT_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?=[\u3400-\u9fff])")
_DIGIT_SPACES = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_REPEATED_MARKS = re.compile(r"([?!。,;、])(?:\s*\1)+")
_MARKUP = re.compile(  # pasted from a page; the last choice leaves no "<" from which a second pass would make a tag
    r"<(script|style)\b[^<>]*>.*?</\1\s*>|</?[a-z][^<>]{0,200}>|(?<!<)(?<!</)(?:</?)++(?=[a-z])", re.IGNORECASE
)
_ACCOUNT = re.compile(r"(?<!蚊)(?<!营)(?<!床)帐(?![篷子幔幕帘])")  # 台帐, 帐户: the older way to write 账
_VARIANTS = str.maketrans(
    {
        "〔": "[",
        "〕": "]",
        "【": "[",
        "】": "]",
        "﹝": "[",
        "﹞": "]",
        "〈": "《",
        "〉": "》",
        "「": "“",
        "」": "”",
        "『": "“",
        "』": "”",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
        "‐": "-",
        "笫": "第",
        "○": "〇",
        "◯": "〇",
    }
)


def normalize(text: str) -> str:
    """Simplified, half-width, single-spaced text without control characters, pictures and markup; idempotent."""
    folded = unicodedata.normalize("NFKC", text)
    if not folded.isascii():
        folded = _to_simplified(folded)
    folded = _ACCOUNT.sub("账", folded.translate(_VARIANTS))
    kept = _MARKUP.sub(" ", "".join(_keep(c) for c in folded))
    kept = " ".join(kept.split())
    kept = _SPACE_BETWEEN_HAN.sub("", kept)
    kept = _SPACE_AT_HAN.sub("", kept)
    kept = _DIGIT_SPACES.sub("", kept)
    return _REPEATED_MARKS.sub(r"\1", kept).strip()


def _keep(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if category in ("So", "Sk", "Cf", "Cs", "Co", "Cn", "Mn", "Me"):
        return ""
    return char


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def _to_simplified(text: str) -> str:
    # opencc refuses lone surrogates
    return str(_converter().convert(text.encode("utf-8", "ignore").decode("utf-8")))


def han_share(text: str) -> float:
    """Share of Chinese characters among the letters of `text`; 0 where there are no letters."""
    letters = [c for c in text if c.isalpha()]
    return sum("\u3400" <= c <= "\u9fff" for c in letters) / len(letters) if letters else 0.0
