"""How often something is done: 每月召开三次, 每半年开一次, as a rate that can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from ingestion.numerals import to_int

_COUNT = r"[一二两三四五六七八九十]+|\d+"
RHYTHM = re.compile(
    rf"(?:每|一)(?P<each>半|{_COUNT})?个?(?P<period>年|学期|季度?|月|周|星期|天|日)[\u4e00-\u9fff]{{0,6}}?(?P<times>{_COUNT})[次回]"
)
_MONTHS = {"年": Fraction(12), "季": Fraction(3), "学": Fraction(6), "月": Fraction(1)}
_MONTHS |= {"周": Fraction(12, 52), "星": Fraction(12, 52), "天": Fraction(12, 365), "日": Fraction(12, 365)}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """So many times a month, with where it stands."""

    start: int
    end: int
    rate: Fraction


def find_rhythms(text: str) -> list[Rhythm]:
    """The rhythms that a text states, in order."""
    return [Rhythm(m.start(), m.end(), _rate(m)) for m in RHYTHM.finditer(text)]


def _rate(match: re.Match[str]) -> Fraction:
    each = Fraction(1, 2) if match["each"] == "半" else Fraction(to_int(match["each"] or "1") or 1)
    return Fraction(to_int(match["times"]) or 0) / (each * _MONTHS[match["period"][0]])
