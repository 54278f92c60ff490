"""A question about several things that different documents answer: answered side by side, each from its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answering.answerability import Judgement
from assistant.answering.extractive import asks
from assistant.answering.extractive.composer import Composer
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.model import Understanding


def compose(asked: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> Draft:
    """The answer to a question: by its sides where each has a document of its own, else as a whole."""
    sides = [Composer(desk_of(side), judgement).compose() for side in asked.sides if asked.kind != "comparison"]
    return _beside(asked, sides) if _stand_apart(sides) else asks.compose(asked, desk_of, judgement)


def _stand_apart(sides: Sequence[Draft]) -> bool:
    if len(sides) < 2 or any(side.status != "answered" or not side.citations for side in sides):
        return False
    return len({side.citations[0].doc_id for side in sides}) == len(sides)


def _beside(asked: Understanding, sides: Sequence[Draft]) -> Draft:
    """One answer of all, in the order of the question, each with the document it comes from."""
    whole = Draft(kind=asked.kind)
    for side in sides:
        whole.add(side, lead=f"《{side.citations[0].title}》：")
    return whole
