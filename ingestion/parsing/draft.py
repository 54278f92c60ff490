"""A text under repair that remembers where each of its characters came from."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable

from ingestion.model import Edit, Span

INSERTED = -1


class Draft:
    """Starts as the raw text; passes remove, replace and insert; `edits` accounts for every difference.

    `origin[i]` is the raw offset of character i, or `INSERTED`.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = raw
        self._origin = array("l", range(len(raw)))
        self._edits: dict[int, Edit] = {}

    def substitute(
        self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str], reason: str
    ) -> int:
        """Replace every match; returns how many changed. Characters that match and replacement share stay kept."""
        changes = []
        for match in pattern.finditer(self.text):
            new = replacement if isinstance(replacement, str) else replacement(match)
            if new != match.group():
                changes.append((match.start(), match.end(), new))
        self.apply(changes, reason)
        return len(changes)

    def apply(self, changes: list[tuple[int, int, str]], reason: str) -> None:
        """Apply non-overlapping `(start, end, new)` changes, given in order, on the present text."""
        if not changes:
            return
        parts: list[str] = []
        origin = array("l")
        at = 0
        for start, end, new in changes:
            old = self.text[start:end]
            head = _shared_head(old, new)
            tail = _shared_tail(old[head:], new[head:])
            cut = Span(start + head, end - tail)
            inner = new[head : len(new) - tail]
            parts += [self.text[at : cut.start], inner]
            origin += self._origin[at : cut.start]
            origin.extend([INSERTED] * len(inner))
            self._record(cut, inner, reason)
            at = cut.end
        parts.append(self.text[at:])
        origin += self._origin[at:]
        self.text, self._origin = "".join(parts), origin

    def remove_lines(self, spans: list[Span], reason: str) -> None:
        """Remove whole lines with the line break that ends them."""
        changes = []
        for span in spans:
            end = span.end + 1 if self.text[span.end : span.end + 1] == "\n" else span.end
            changes.append((span.start, end, ""))
        self.apply(changes, reason)

    def locate(self, raw_offset: int) -> int:
        """Where the raw character stands now; the next kept character where it was removed."""
        low, high = 0, len(self._origin)
        while low < high:
            middle = probe = (low + high) // 2
            while probe < high and self._origin[probe] == INSERTED:
                probe += 1
            if probe == high:
                high = middle
            elif self._origin[probe] < raw_offset:
                low = probe + 1
            else:
                high = middle
        while low < len(self._origin) and self._origin[low] == INSERTED:
            low += 1
        return low

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every difference between raw and present text, by raw offset; neighbours with one reason are joined."""
        return tuple(_gaps(self._origin, self.text, len(self.raw), self._reasons()))

    def _reasons(self) -> dict[int, str]:
        return {offset: edit.reason for offset, edit in sorted(self._edits.items())}

    def _record(self, cut: Span, inner: str, reason: str) -> None:
        offsets = [o for o in self._origin[cut.start : cut.end] if o != INSERTED]
        start = offsets[0] if offsets else self._after(cut.start)
        end = offsets[-1] + 1 if offsets else start
        self._edits[start] = Edit(start, end, inner, reason)

    def _after(self, position: int) -> int:
        """The raw offset just after the nearest kept character before `position`."""
        while position > 0 and self._origin[position - 1] == INSERTED:
            position -= 1
        return self._origin[position - 1] + 1 if position else 0


def _gaps(origin: array[int], text: str, size: int, reasons: dict[int, str]) -> list[Edit]:
    """Walk the kept characters; what lies between two neighbours in raw or present text is one edit."""
    starts = sorted(reasons)
    edits: list[Edit] = []
    expected, inserted_from = 0, None
    cursor = 0
    for i in range(len(origin) + 1):
        offset = origin[i] if i < len(origin) else size
        if offset == INSERTED:
            inserted_from = i if inserted_from is None else inserted_from
            continue
        if offset != expected or inserted_from is not None:
            new = text[inserted_from:i] if inserted_from is not None else ""
            found = []
            while cursor < len(starts) and starts[cursor] <= offset:
                if starts[cursor] >= expected and reasons[starts[cursor]] not in found:
                    found.append(reasons[starts[cursor]])
                cursor += 1
            edits.append(Edit(expected, offset, new, "、".join(found) or "合并空白"))
            inserted_from = None
        expected = offset + 1
    return edits


def _shared_head(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def _shared_tail(a: str, b: str) -> int:
    return _shared_head(a[::-1], b[::-1])
