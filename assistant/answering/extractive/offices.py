"""Where a body sits (办公室设在哪) and who holds a post in a part of it (办公室主任是谁), by running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answering.extractive.desk import Desk
from assistant.question.bodies import POST, body_in
from assistant.retrieval.matching import normalized
from assistant.retrieval.ranking import Ranked, Scored

_ASKS_SEAT = re.compile(
    r"(?:设|放|挂|安|建)(?:立|置)?(?:在|到|于)(?:哪|什么(?:地方|单位|部门))|设哪(?:[里儿]|[?。,]?$)|(?:办公室|办事处|秘书处|专班|指挥部)(?:是)?在哪"
)
_STATES_SEAT = re.compile(r"(?:(?<!建)设立?|[处班部室]|挂靠)(?:在|于)(?=[\u4e00-\u9fff])")
_OFFICE = re.compile(r"办公室|办事处|秘书处|专班|指挥部|牵头机构")
_HOLDS = re.compile(
    rf"(?P<of>{POST})(?:分别)?由[^，,。；;]{{2,40}}?(?:担任|兼任|任)|(?:担任|兼任|任)[^，,。；;]{{0,12}}?(?P<as>{POST})"
)


def asks_seat(question: str) -> bool:
    """Whether it asks in which unit or place a body sits."""
    return bool(_ASKS_SEAT.search(question))


def states_seat(sentence: str) -> bool:
    """Whether it says where a body sits (办公室设在市水利局)."""
    return bool(_STATES_SEAT.search(sentence))


def seated_first(desk: Desk, bearing: Sequence[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` with the clause of the same document ahead that says where the body sits, where that is asked.

    In a document that is given, or was spoken of last, that clause need not bear the question by its other words."""
    spoken_of = [d for d in desk.scope.documents if d.id in desk.asked.context_doc_ids]
    documents = [bearing[0].evidence.document] if bearing else spoken_of or desk.scope.documents
    if len(documents) != 1 or not asks_seat(desk.asked.text):
        return list(bearing)
    body = body_in(desk.asked.text) or next(iter(_OFFICE.findall(desk.asked.text)), "")
    if not body:
        return list(bearing)
    for one in (r for r in ranked if r.evidence.document.id == documents[0].id):
        if any(states_seat(s.sentence.text) and body[-3:] in s.sentence.text for s in one.sentences):
            return [one, *(r for r in bearing if r is not one)]
    return list(bearing)


def holders(desk: Desk, ranked: Sequence[Ranked]) -> Iterator[tuple[Ranked, Scored]]:
    """Sentences that say who holds the post that is asked for, where it is one of a part of the document's body."""
    body = body_in(desk.asked.text)
    post = re.search(POST, desk.asked.text.rpartition(body)[2]) if body else None
    if post is None or not ranked or body in ranked[0].evidence.document.title.rpartition("关于")[2]:
        return
    for one in ranked:
        around = normalized(
            one.evidence.clause.span.of(desk.text(one.evidence.document.id)) + one.evidence.clause.path[-1]
        )
        for scored in one.sentences if body in around else ():
            if any(post[0] in held.groups() for held in _HOLDS.finditer(scored.sentence.text)):
                yield one, scored
