"""A question about several things that different documents answer: answered side by side, each from its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.answerability import Judgement
from assistant.answering.extractive import asks
from assistant.answering.extractive.composer import Composer
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.facts import status_of_document
from assistant.answering.extractive.resumed import is_beside_the_topic, resume
from assistant.answering.extractive.verdict import Told, puts_beside, verdict
from assistant.model import Understanding
from assistant.retrieval.matching import Layer, coverage, normalized
from ingestion.model import Document

# 比以前快了吗, 以前几天现在几天, 跟老办法比
_CHANGE = re.compile(
    r"(?:比|[和跟与同]|较)(?:之|起)?(?:以前|之前|从前|过去|原来|原先|此前|[老旧](?:的|政策|办法|标准|规定))"
    r"|(?:以前|之前|从前|过去|原来|原先|此前)[^?]*(?:现在|如今|眼下|目前)|(?:现在|如今|目前)[^?]*(?:以前|从前|过去|原来|原先|此前)"
)
_AS_GOOD = 0.8  # of the words of the question that the older paper's clause, or one that tells a side, has
_FROM_TO = re.compile(r"由[^,，。;；]{1,24}(?:提高|上调|下调|降低|调整|压缩|缩短|延长|增加|放宽|[升降])[至到为]")


def compose(asked: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> Draft:
    """The answer to a question or, where there is none, to what a follow-up may mean otherwise (`Draft.asked`)."""
    draft = _compose(asked, desk_of, judgement)
    meant = asked.otherwise
    if meant is None or (draft.status == "answered" and not is_beside_the_topic(draft, meant, desk_of)):
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
    whole = asks.compose(asked, desk_of, judgement)
    if whole.status == "refused" and _ask_apart(asked.sides):
        given = judgement.of_given_documents()
        of_each = [_told(side, desk_of, given if side.doc_ids else judgement) for side in asked.sides]
        return _only_some(asked, of_each) or whole
    return _of_versions(asked, whole, desk_of, judgement) or whole


def _of_versions(
    asked: Understanding, whole: Draft, desk_of: Callable[[Understanding], Desk], judgement: Judgement
) -> Draft | None:
    """What a newer paper says instead of the one it repeals, or what both say where it is asked what has changed."""
    cited = {c.doc_id for c in whole.citations}
    of_year = any(str(year) in asked.original for year in asked.years)
    named = asked.doc_ids or asked.named_document or of_year or asked.kind == "document"
    changed = _CHANGE.search(asked.text)
    if whole.status != "answered" or len(cited) != 1 or (named and not changed):
        return None
    desk = desk_of(asked)
    own = desk.knowledge.document_map([*cited])[next(iter(cited))]
    pair = next((two for d in desk.scope.documents if (two := _versions(desk, own, d))), ())
    is_newer = bool(pair) and pair[-1].id == own.id
    if not pair or (is_newer and (not changed or _FROM_TO.search(whole.text))):
        return None
    if not changed and status_of_document(desk, own).name != "已废止":
        return None
    older, newer = (_told(replace(asked, doc_ids=(d.id,)), desk_of, judgement) for d in pair)
    if not changed:
        return (
            newer.draft if newer.cover >= _AS_GOOD * older.cover and _stand_apart([older.draft, newer.draft]) else None
        )
    if not _stand_apart([older.draft, newer.draft]):
        return None
    both = Draft(kind=asked.kind)
    for one in (older.draft, newer.draft):
        both.add(one, lead=f"《{one.citations[0].title}》：")
    return both


def _versions(desk: Desk, one: Document, other: Document) -> tuple[Document, ...]:
    """Both in the order of their making, where one repeals the other; empty where neither does."""
    for older, newer in ((one, other), (other, one)):
        related = desk.knowledge.relations_to(older) if one.id != other.id else ()
        if any(doc_id == newer.id and relation.kind == "repeals" for doc_id, relation in related):
            return older, newer
    return ()


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
    said = f"{draft.text} {draft.citations[0].text}"  # a row is told with the names of its columns
    return _Told(draft, coverage(desk.terms, [Layer(normalized(said))]))


def _only_some(asked: Understanding, told: Sequence[_Told]) -> Draft | None:
    """The sides that are told, where a clause has nearly all words of one, and that the others are not found."""
    if all(one.cover < _AS_GOOD for one in told):
        return None
    draft = Draft(kind=asked.kind)
    for side, one in zip(asked.sides, told, strict=True):
        if one.cover:
            draft.add(one.draft)
        else:
            draft.facts.append(line := asks.not_found(side.text))
            draft.say(line)
    return draft


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
