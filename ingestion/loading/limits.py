"""What one file may cost, and the file that is being read under those limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ingestion.errors import UnreadableSource, UnsupportedSource


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """Bounds on reading one file (or one archive). Whatever passes a bound is refused, never cut short."""

    max_bytes: int = 50_000_000
    max_markup_bytes: int = 15_000_000  # HTML, or one XML part: their trees take about twenty times the room
    max_chars: int = 30_000_000
    max_seconds: float = 120.0
    max_depth: int = 200  # nesting of XML elements
    max_pages: int = 5_000
    max_members: int = 5_000  # files in an archive
    max_unpacked_bytes: int = 500_000_000  # sum over an archive, or over a PDF's streams
    max_ratio: float = 200.0  # unpacked : packed, for members larger than 1 MB


DEFAULT_LIMITS = LoadLimits()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of one file with the limits that hold while it is read."""

    name: str
    data: bytes
    limits: LoadLimits
    clock: Callable[[], float] = time.monotonic
    started: float = field(default=0.0)

    @classmethod
    def begin(cls, name: str, data: bytes, limits: LoadLimits) -> SourceFile:
        return cls(name=name, data=data, limits=limits, started=time.monotonic())

    def elapsed(self) -> float:
        return self.clock() - self.started

    def check_time(self) -> None:
        """Raise `UnreadableSource` once reading has taken longer than allowed."""
        if self.elapsed() > self.limits.max_seconds:
            raise self.unreadable(
                f"读取超过 {self.limits.max_seconds:g} 秒仍未完成，已停止。请拆分文件，或另存为文本后再导入"
            )

    def unreadable(self, reason: str) -> UnreadableSource:
        return UnreadableSource(reason, source=self.name)

    def unsupported(self, reason: str) -> UnsupportedSource:
        return UnsupportedSource(reason, source=self.name)
