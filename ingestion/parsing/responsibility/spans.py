"""Sets of text ranges that can be asked quickly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from ingestion.model import Span


class SpanSet:
    """Ranges that do not overlap one another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]

    def covers(self, offset: int) -> bool:
        before = bisect_right(self._starts, offset)
        return before > 0 and offset < self._spans[before - 1].end

    def overlaps(self, span: Span) -> bool:
        before = bisect_right(self._starts, span.end - 1)
        return before > 0 and span.start < self._spans[before - 1].end
