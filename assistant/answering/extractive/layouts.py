"""What the parts of a figure of speech for a layout stand for: “一核两带三区” is told part by part (“一核”，即……)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.wording import spoken
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.sentences import sentences_of
from ingestion.model import Clause, Document, Span

_NUMERAL = "一二两三四五六七八九十双"
_PART = rf"[{_NUMERAL}多几][^\W\d_{_NUMERAL}多几都是指分各的在]{{1,2}}"
_FIGURE = re.compile(rf"(?:{_PART}[、,，]?){{1,6}}{_PART}(?=[”\"’'的分都是指各在呢,，。?？]|这|格局|布局|框架|体系|$)")
_PARTS = re.compile(_PART)
_ASKS = re.compile(r"哪|什么|啥|分别|指|具体|怎么理解|解释|含义|意思")
_DOCUMENTS_MAX = 3
_FAR = 2500  # characters behind the figure within which its parts are told


def parts_asked_for(question: str) -> list[str]:
    """The parts of the figure that a question asks about (一核, 两带, 三区); empty where it asks about none."""
    if not _ASKS.search(question):
        return []
    found = (_PARTS.findall(match.group()) for match in _FIGURE.finditer(question))
    return max(found, key=len, default=[])


def say_layout(draft: Draft, desk: Desk, ranked: Sequence[Ranked]) -> bool:
    """Say each part of the figure that is asked about by its sentence; False where no document found tells most."""
    asked = parts_asked_for(desk.asked.text)
    if len(asked) < 2 or desk.asked.kind in ("units", "comparison", "unit_tasks"):
        return False
    for document in list({r.evidence.document.id: r.evidence.document for r in ranked}.values())[:_DOCUMENTS_MAX]:
        text = desk.text(document.id)
        figure = re.search("[、，,]?".join(map(_written, asked)), text)
        parts = _PARTS.findall(figure.group()) if figure else []
        told = list(_told(desk, document, parts, figure.end())) if figure else []
        if len(told) < max(2, len(parts) - 1):
            continue
        for clause, span in told:
            draft.say(spoken(span.of(text).strip(), clause), draft.cite(clause, document, text, span))
        return True
    return False


def _written(part: str) -> str:
    """How a document may write it: 几 stands for any numeral."""
    return rf"[{_NUMERAL}多]{re.escape(part[1:])}" if part[0] == "几" else re.escape(part)


def _told(desk: Desk, document: Document, parts: list[str], start: int) -> Iterator[tuple[Clause, Span]]:
    """For each part, in order, the first sentence behind the figure that sets out with it; each sentence once."""
    text = desk.text(document.id)
    near = [c for c in desk.clauses(document.id) if c.body.end > start and c.body.start < start + _FAR]
    spans = [(c, s.span) for c in near if c.kind != "row" for s in sentences_of(c, text) if s.span.end > start]
    at = 0
    for part in parts:
        begins = re.compile(rf"\W{{0,6}}{part}(?!{_PART})")  # not the figure itself, said again
        found = next((i for i in range(at, len(spans)) if begins.match(spans[i][1].of(text).strip())), None)
        if found is not None:
            at = found + 1
            yield spans[found]
