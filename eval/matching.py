"""When two pieces of text say the same: quotes in clauses, facts in answers, unit names, numbers.

Written apart from the product's own normalisation on purpose: a fault there must not hide itself here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from assistant.model import Citation
from eval.datasets.schema import Gold

_DROPPED = re.compile(r"[\s|]+")
_PUNCTUATION = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "。": ".", "、": ",", ";": ","}
)
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[\s|]+(?=\d)")
_MARKER = re.compile(r"\[\d+\]")
_ENUMERATION = re.compile(r"^\s*\d+[.、)](?!\d)", re.MULTILINE)
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)([万亿])?")
_UNIT_SYNONYMS = (("发展和改革委员会", "发改委"), ("发展改革委", "发改委"), ("人力资源和社会保障局", "人社局"))
_UNIT_NOISE = re.compile(r"[\s、,()《》\"']+")
_SCALE = {"": 1, "万": 10**4, "亿": 10**8}


def plain(text: str) -> str:
    """The text for comparison: NFKC, no white space or cell borders, one form of each punctuation mark."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_PUNCTUATION)


def bears(quote: str, citation: Citation) -> bool:
    """Whether the gold quote stands in the cited clause, as written or as spoken, or names a heading above it."""
    wanted = plain(quote)
    if wanted in plain(citation.text) or wanted in plain(citation.quote):
        return True
    return any(wanted in plain(heading) for heading in citation.path)


def hits(gold: Gold, citation: Citation, stem: str) -> bool:
    """Whether a citation of the document `stem` is of the gold clause."""
    return gold.doc == stem and (not gold.quote or bears(gold.quote, citation))


def says(wording: str, text: str) -> bool:
    """Whether a fact stands in a text. A number must stand whole: 10家 is not in 110家."""
    wanted = re.escape(plain(wording))
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\.?\d)" if wanted[-1:].isdigit() else ""
    apart = _BETWEEN_NUMBERS.sub(",", text)  # cells of a row: 12 | 5 is not 125
    return re.search(before + wanted + after, plain(apart)) is not None


def says_any(wordings: Iterable[str], text: str) -> bool:
    return any(says(wording, text) for wording in wordings)


def unit_key(name: str) -> str:
    """A unit name for comparison: without marks and the leading 市/县/省, common short forms unified."""
    key = _UNIT_NOISE.sub("", unicodedata.normalize("NFKC", name))
    for written, short in _UNIT_SYNONYMS:
        key = key.replace(written, short)
    return key if len(key) <= 3 else re.sub(r"^(?:市(?!场)|[县省])", "", key)  # 市场监管局 is no 场监管局 of a city


def numbers_in(text: str) -> set[Decimal]:
    """Every Arabic number of a text by value (1.5万 is 15000), citation markers and list numbering left out."""
    bare = _ENUMERATION.sub("", _MARKER.sub("", unicodedata.normalize("NFKC", text)))
    return {Decimal(digits) * _SCALE[scale or ""] for digits, scale in _NUMBER.findall(bare)}


def numbers_anywhere(texts: Sequence[str]) -> set[Decimal]:
    """Numbers of all texts, each with and without its 万 or 亿, so that both ways of writing are found."""
    found: set[Decimal] = set()
    for text in texts:
        bare = unicodedata.normalize("NFKC", text)
        for digits, scale in _NUMBER.findall(bare):
            found |= {Decimal(digits), Decimal(digits) * _SCALE[scale or ""]}
    return found
