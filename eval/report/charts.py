"""Small inline SVG charts; no script, no network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _PAD = 640, 180, 34


def bar(mean: float, low: float, high: float) -> str:
    """A score between 0 and 1 as a bar with its interval."""
    if math.isnan(mean):
        return ""
    return (
        '<svg class="bar" viewBox="0 0 120 12" role="img" aria-hidden="true">'
        '<rect class="track" width="120" height="12" rx="3"/>'
        f'<rect class="fill" width="{120 * min(1.0, max(0.0, mean)):.1f}" height="12" rx="3"/>'
        f'<path class="whisker" d="M{120 * low:.1f} 6H{120 * high:.1f}"/></svg>'
    )


def histogram(values: Sequence[float], *, bins: int = 24, unit: str = "ms") -> str:
    """How often which value occurs."""
    if not values:
        return ""
    top = max(values) or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int(value / top * bins))] += 1
    step, peak = (_WIDTH - 2 * _PAD) / bins, max(counts)
    bars = "".join(
        f'<rect class="fill" x="{_PAD + index * step:.1f}" width="{step - 1:.1f}"'
        f' y="{_HEIGHT - _PAD - count / peak * (_HEIGHT - 2 * _PAD):.1f}"'
        f' height="{count / peak * (_HEIGHT - 2 * _PAD):.1f}"><title>{count} 题</title></rect>'
        for index, count in enumerate(counts)
    )
    return _frame(bars, left="0", right=f"{top:.0f} {unit}")


def trend(points: Sequence[tuple[str, float]]) -> str:
    """A score between 0 and 1 over runs, oldest first."""
    known = [(label, value) for label, value in points if not math.isnan(value)]
    if len(known) < 2:
        return ""
    step = (_WIDTH - 2 * _PAD) / (len(known) - 1)
    places = [(_PAD + i * step, _HEIGHT - _PAD - value * (_HEIGHT - 2 * _PAD)) for i, (_, value) in enumerate(known)]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{escape(label)} {value:.3f}</title></circle>'
        for (x, y), (label, value) in zip(places, known, strict=True)
    )
    return _frame(f'<path class="line" d="{line}"/>{dots}', left=known[0][0], right=known[-1][0])


def _frame(inside: str, *, left: str, right: str) -> str:
    base = _HEIGHT - _PAD
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">'
        f'<path class="axis" d="M{_PAD} {base}H{_WIDTH - _PAD}"/>{inside}'
        f'<text x="{_PAD}" y="{_HEIGHT - 12}">{escape(left)}</text>'
        f'<text x="{_WIDTH - _PAD}" y="{_HEIGHT - 12}" text-anchor="end">{escape(right)}</text></svg>'
    )
