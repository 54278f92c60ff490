"""A question about several things that different documents answer: answered side by side, each from its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.answerability import Judgement
from assistant.answering.extractive import asks
from assistant.answering.extractive.composer import Composer
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.resumed import resume
from assistant.answering.extractive.verdict import Told, puts_beside, verdict
from assistant.model import Understanding
from assistant.retrieval.matching import Layer, coverage, normalized


def compose(asked: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> Draft:
    """The answer to a question or, where there is none, to what a follow-up may mean otherwise (`Draft.asked`)."""
    draft = _compose(asked, desk_of, judgement)
    if draft.status == "answered" or (meant := asked.otherwise) is None:
        return draft
    return resume(meant, desk_of, judgement) or draft


def _compose(asked: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> Draft:
    """By its sides where each has a document of its own, else as a whole."""
    if asked.kind != "comparison" or _ask_apart(asked.sides) or _are_of_documents(asked.sides):
        told = [_best_of([_told(one, desk_of, judgement) for one in _meanings(side)]).draft for side in asked.sides]
        if _stand_apart(told):
            return _beside(asked, told)
        if puts_beside(asked.text) and _stand_in_one(told):
            return _one_after_another(asked, told)
    return asks.compose(asked, desk_of, judgement)


@dataclass(frozen=True, slots=True)
class _Told:
    """What answers a side, and how much of its words the clause has that is cited first."""

    draft: Draft
    cover: float


def _meanings(side: Understanding) -> list[Understanding]:
    """The side in its place and, where it does not name that itself, of no place: 甲市的房补和农机补贴."""
    named = not side.regions or any(place.written in side.text for place in side.regions)
    return [side] if named else [side, replace(side, regions=(), national=True)]


def _told(side: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> _Told:
    desk = desk_of(side)
    draft = asks.compose(side, desk_of, judgement) if side.asks else Composer(desk, judgement).compose()
    if draft.status != "answered" or not draft.citations:
        return _Told(draft, 0.0)
    return _Told(draft, coverage(desk.terms, [Layer(normalized(draft.citations[0].text))]))


def _best_of(told: Sequence[_Told]) -> _Told:
    return max(told, key=lambda side: side.cover)


def _ask_apart(sides: Sequence[Understanding]) -> bool:
    """Whether each side asks of a matter that the others do not speak of, so that no table would have one heading."""
    words = [set(side.terms) for side in sides]
    return all(own - other for i, own in enumerate(words) for other in words[:i] + words[i + 1 :])


def _are_of_documents(sides: Sequence[Understanding]) -> bool:
    """Whether each side names a document of its own, as the whole is not read to, or asks for facts of one."""
    named = [side.doc_ids for side in sides]
    own = all(len(ids) == 1 for ids in named) and len(set(named)) == len(named)
    return len(sides) > 1 and (own or all(side.kind == "document" for side in sides))


def _stand_apart(sides: Sequence[Draft]) -> bool:
    if len(sides) < 2 or any(side.status != "answered" or not side.citations for side in sides):
        return False
    return len({side.citations[0].doc_id for side in sides}) == len(sides)


def _stand_in_one(sides: Sequence[Draft]) -> bool:
    """Whether one document answers each side, with a clause of its own."""
    if len(sides) < 2 or any(side.status != "answered" or not side.citations for side in sides):
        return False
    cited = [side.citations[0] for side in sides]
    return len({c.doc_id for c in cited}) == 1 and len({c.clause_id for c in cited}) == len(cited)


def _one_after_another(asked: Understanding, sides: Sequence[Draft]) -> Draft:
    whole = Draft(kind=asked.kind)
    for side in sides:
        whole.add(side)
    return whole


def _beside(asked: Understanding, sides: Sequence[Draft]) -> Draft:
    """One answer of all, in the order of the question, each with the document it comes from."""
    whole = Draft(kind=asked.kind)
    names = [side.regions[-1].name if side.regions else "" for side in asked.sides]
    names = names if len(set(names)) == len(names) else [side.named_document or "" for side in asked.sides]
    names = names if len(set(names)) == len(names) else [""] * len(names)
    of_each = zip(names, asked.sides, sides, strict=True)
    if said := verdict(asked.text, [Told(name, side.text, draft.text) for name, side, draft in of_each]):
        whole.facts.append(said)
        whole.say(said)
    for side in sides:
        whole.add(side, lead=f"《{side.citations[0].title}》：")
    return whole
