"""How the answer reads and how long it took."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.metrics.model import Better, Observation

_HAN = re.compile(r"[一-鿿]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class InChinese:
    """1 where most letters of the answer are Chinese."""

    name: str = "in_chinese"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        text = seen.answer.answer
        return float(len(_HAN.findall(text)) > len(_LATIN.findall(text)))


@dataclass(frozen=True, slots=True)
class Length:
    """Characters of the answer."""

    name: str = "length"
    better: Better = "neither"

    def score(self, seen: Observation) -> float | None:
        return float(len(seen.answer.answer)) if seen.answer.status == "answered" else None


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from question to answer, as the caller saw them."""

    name: str = "latency_ms"
    better: Better = "lower"

    def score(self, seen: Observation) -> float | None:
        return seen.elapsed_ms
