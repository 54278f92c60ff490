"""Replies (函, 答复, 批复): what is answered there, apart from the sentences that only repeat what was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.extractive.desk import Desk
from assistant.model import Evidence
from assistant.retrieval.ranking import Ranked, Scored
from ingestion.model import Clause, Document, Span

_REPLY = re.compile(r"函|答复|批复|复")
_RESTATES = re.compile(
    r"收悉|提出了?(?:以下|如下)?(?:办理)?意见。$|(?:答复|批复|函复|复函|回复)如下[：:]?$|"
    r"^(?:[一二三四五六七八九十]+、[^。]{0,40}。)?[^，。；]{0,14}(?:请求|恳请|申请|希望)(?=[，国中将对在增尽加给予有])"
)
_RECEIVED = re.compile(r"[^。\n]*?收悉")
_ASKS_FOR_REQUEST = re.compile(
    r"(?:请求|申请|希望|提出?|建议)(?:的|是|了)*(?:什么|哪|啥|多少)|(?:什么|哪些|啥)(?:请求|诉求|建议|要求|问题)"
)
_ASKS_FOR_REPLY = re.compile(
    r"(?:怎么|如何|怎样)(?:答复|回复|回应|批复|说|看|讲|办|处理)|(?:答复|回复|回应|批复|答应)了?的?(?:什么|啥|吗|没|呢|是|[?。]?$)|"
    r"(?:什么|啥|何)(?:意见|态度|说法|结论)|意见(?:是|呢)|同意|批准|批了|表态|吗[?。]?$|呢[?。]?$"
)


def is_reply(document: Document) -> bool:
    """Whether the document answers another one."""
    return bool(_REPLY.search(document.title))


def request_of(desk: Desk, document: Document) -> tuple[Clause, Span] | None:
    """Where a reply says what it was asked for and, beside whom it is written to, by whom (某局《关于…的请示》收悉)."""
    text = desk.text(document.id)
    for clause in desk.clauses(document.id) if is_reply(document) else ():
        found = _RECEIVED.search(clause.body.of(text)) if clause.kind != "frame" else None
        if found:
            return clause, Span(clause.body.start + found.start(), clause.body.start + found.end())
    return None


def without_request(sentences: Sequence[Scored]) -> list[Scored]:
    """The sentences of a reply but for those that only say what was received or asked for, up to the full stop."""
    kept: list[Scored] = []
    goes_on = False
    for scored in sentences:
        words = scored.sentence.text.strip()
        restates = goes_on or bool(_RESTATES.search(words))
        goes_on = restates and words.endswith(("；", ";"))
        if not restates:
            kept.append(scored)
    return kept


def wants_reply(desk: Desk, document: Document) -> bool:
    """Whether the question asks what was answered, not what was asked for or how much that was."""
    return desk.asked.kind == "measure" and is_reply(document) and not _ASKS_FOR_REQUEST.search(desk.asked.text)


def asks_how_answered(question: str) -> bool:
    """Whether it asks for the reply itself, so that one sentence may not be all of it."""
    return bool(_ASKS_FOR_REPLY.search(question))


def replying_first(desk: Desk, bearing: Sequence[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` with the clause that answers ahead, where the best one only repeats what was asked for."""
    top = bearing[0] if bearing else None
    if top is None or not wants_reply(desk, top.evidence.document) or not _only_restates(top):
        return list(bearing)
    document = top.evidence.document
    section = _descendants(desk, _root(desk, top.evidence.clause))
    if section:
        near = desk.rank([Evidence(c, document, 0.0) for c in section])
    else:
        near = [r for r in ranked if r.evidence.document.id == document.id and r.evidence.clause.kind != "frame"]
    replying = next((r for r in near if not _only_restates(r)), None)
    return [replying, *(r for r in bearing if r is not replying)] if replying else list(bearing)


def _only_restates(ranked: Ranked) -> bool:
    heading = ranked.evidence.clause.heading
    return not [s for s in without_request(ranked.sentences) if not (heading and heading in s.sentence.text)]


def _root(desk: Desk, clause: Clause) -> Clause:
    while (above := desk.parent(clause)) is not None:
        clause = above
    return clause


def _descendants(desk: Desk, clause: Clause) -> list[Clause]:
    return [d for child in desk.children(clause) for d in (child, *_descendants(desk, child))]
