"""A question about several things that different documents answer: answered side by side, each from its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.composer import Composer
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.model import Understanding

_MARK = re.compile(r"\[(\d+)\]")


def compose(asked: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> Draft:
    """The answer to a question: by its sides where each has a document of its own, else as a whole."""
    sides = [Composer(desk_of(side), judgement).compose() for side in asked.sides if asked.kind != "comparison"]
    return _beside(asked, sides) if _stand_apart(sides) else Composer(desk_of(asked), judgement).compose()


def _stand_apart(sides: Sequence[Draft]) -> bool:
    if len(sides) < 2 or any(side.status != "answered" or not side.citations for side in sides):
        return False
    return len({side.citations[0].doc_id for side in sides}) == len(sides)


def _beside(asked: Understanding, sides: Sequence[Draft]) -> Draft:
    """One answer of all, in the order of the question, each with the document it comes from."""
    whole = Draft(kind=asked.kind)
    for side in sides:
        before = len(whole.citations)
        title = f"《{side.citations[0].title}》："
        words = [_renumbered(paragraph, before) for paragraph in side.paragraphs]
        whole.paragraphs += [title + words[0], *words[1:]] if title not in words[0] else words
        whole.citations += [replace(citation, index=citation.index + before) for citation in side.citations]
        whole.units += [replace(unit, citation=unit.citation + before) for unit in side.units]
        whole.facts += [title, *side.facts]
        whole.notices += [notice for notice in side.notices if notice not in whole.notices]
    return whole


def _renumbered(words: str, before: int) -> str:
    return _MARK.sub(lambda mark: f"[{int(mark[1]) + before}]", words)
