"""A question that fits several documents and names none: each told by itself, under its place or title."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answering.extractive.draft import Draft
from ingestion.model import Document


def say_apart(draft: Draft, told: Sequence[tuple[Document, Callable[[], None]]]) -> None:
    """Run what says the answer of each document; what it said is put under the document's place, if only it has it."""
    places = [(document.region.name if document.region else None) or "" for document, _ in told]
    for (document, say), place in zip(told, places, strict=True):
        name = place if place and places.count(place) == 1 else f"《{document.title}》"
        before = len(draft.paragraphs)
        say()
        draft.paragraphs[before:] = [f"{name}：{_joined(draft.paragraphs[before:])}"]
        draft.facts += [name, *(f"{name}：{fact}" for fact in draft.facts if fact in draft.paragraphs[-1])]
    draft.notices.append("问题没有指明地区或文件，以上按文件分别回答。")
    draft.needs_model = False


def _joined(paragraphs: Sequence[str]) -> str:
    """One behind the other, lists on lines of their own."""
    return "".join(p if not i else f"\n{p}" if p.startswith("- ") else f"；{p}" for i, p in enumerate(paragraphs))
