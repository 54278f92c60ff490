"""What a figure of the bench is, and how memory is read."""

from __future__ import annotations

import os
import re
import resource
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Aim:
    """The bound that a figure should keep."""

    bound: float
    better: Literal["low", "high"] = "low"

    def met_by(self, value: float) -> bool:
        return value <= self.bound if self.better == "low" else value >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.better == 'low' else '≥'} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: a value for each round of the run."""

    name: str
    values: tuple[float, ...]
    unit: str = ""
    aim: Aim | None = None
    digits: int = 1

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def __str__(self) -> str:
        spread = f" ({self._say(min(self.values))} to {self._say(max(self.values))})" if len(self.values) > 1 else ""
        verdict = "" if self.aim is None else "yes" if self.aim.met_by(self.median) else "**no**"
        return f"| {self.name} | {self._say(self.median)}{spread} {self.unit} | {self.aim or ''} | {verdict} |"

    def _say(self, value: float) -> str:
        return f"{value:,.{self.digits}f}"


def ratio(name: str, above: Figure, below: Figure, aim: Aim | None = None) -> Figure:
    """One figure over another of the same run, round by round."""
    values = tuple(a / b for a, b in zip(above.values, below.values, strict=True))
    return Figure(name, values, "×", aim, digits=2)


def tabulate(figures: Sequence[Figure]) -> str:
    """A Markdown table; several rounds as median (lowest to highest)."""
    return "\n".join(["| figure | measured | aim | met |", "|---|---|---|---|", *map(str, figures)])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def peak_mb(pid: int | None = None) -> float:
    """The most memory that a process, this one unless named, has held."""
    return _read_status("VmHWM", pid) or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def resident_mb(pid: int | None = None) -> float:
    """The memory that a process, this one unless named, holds now; the peak where the system does not tell."""
    return _read_status("VmRSS", pid) or peak_mb(pid)


def _read_status(name: str, pid: int | None) -> float | None:
    status = Path(f"/proc/{pid or os.getpid()}/status")
    if not status.exists():  # getrusage would count the parent process as it was when it started this one
        return None
    found = re.findall(rf"{name}:\s+(\d+)", status.read_text())
    return int(found[0]) / 1024 if found else None
