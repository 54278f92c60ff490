"""Wordings that speak of units but from which none could be read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ingestion.model import Clause, Finding, Responsibility, Span
from ingestion.parsing.responsibility.names import CLOSE
from ingestion.parsing.responsibility.rules import find_rules
from ingestion.parsing.responsibility.statements import brackets
from ingestion.parsing.responsibility.wording import LABEL

_LABELLED = re.compile(rf"(?:{LABEL.pattern})\s*[:：]")
_ASSIGNING = re.compile(r"(?:负责|牵头|配合|协办|主办|承办|参与|参加|落实)$")
_SHOWN = 60


def unread_phrases(text: str, clauses: Sequence[Clause], responsibilities: Sequence[Responsibility]) -> list[Finding]:
    """A warning for each unit label or assigning bracket in which no unit was understood."""
    known = sorted([r.span.start for r in responsibilities] + [rule.span.start for rule in find_rules(text)])
    body = Span(min((c.span.start for c in clauses), default=0), max((c.span.end for c in clauses), default=0))
    found = {span.start: span for span in _phrases(text, body)}
    return [
        Finding("unread-units", "warning", f"责任单位未能识别:{_shown(span.of(text))}", span)
        for span in found.values()
        if bisect_left(known, span.start) == bisect_left(known, span.end)
    ]


def _phrases(text: str, body: Span) -> Iterator[Span]:
    for outer in brackets(text, body.start, body.end):
        inner = text[outer.start + 1 : outer.end].rstrip(CLOSE).strip()
        if _LABELLED.match(inner) or _ASSIGNING.search(inner):
            yield outer
    for label in _LABELLED.finditer(text, body.start, body.end):
        before = text[max(0, label.start() - 1) : label.start()]
        if before in {"", "\n", "。", " ", "\u3000"}:
            stop = text.find("\n", label.end(), body.end)
            yield Span(label.start(), stop if stop >= 0 else body.end)


def _shown(phrase: str) -> str:
    return phrase if len(phrase) <= _SHOWN else phrase[:_SHOWN] + "…"
