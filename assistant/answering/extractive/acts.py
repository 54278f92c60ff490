"""Things that a document deals with by one act: 废止了哪几份 is what stands below the heading 废止的文件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.listing import listed_children, say_children
from assistant.retrieval.headings import bare
from assistant.retrieval.matching import Layer, coverage, normalized
from ingestion.model import Clause, Document

_ACT = r"(?P<{}>废止|失效|停止执行|继续有效|修改|修订|延长|取消|下放|保留|撤销|合并|调整|新增|删除|承接)"
_WHICH = r"(?:哪些|哪几|哪[二两三四五六七八九十\d]+|什么|啥|[几多][几少]?(?=[份个项件条]))"
_ASKED = re.compile(
    rf"{_ACT.format('first')}(?:[了掉过的]|期限|有效期|文件|事项|都|分别|有|是|包括)*{_WHICH}"
    rf"|{_WHICH}[^,。?\d]{{0,12}}?(?:被|已经?|要|将|应|予以|宣布|决定|继续|会|给|都)*{_ACT.format('last')}"
)
_HEADING_MAX = 24
_FAR_MORE = 0.3  # of the question, by one of the things than by the heading and the title
_JOINED = re.compile(rf"{_ACT.format('one')}[、和与及]")


def say_dealt_with(draft: Draft, desk: Desk, documents: Sequence[Document]) -> bool:
    """Say what stands below the heading that names the act of which the things are asked for; False where none does."""
    asked = _ASKED.search(desk.asked.text)
    if asked is None or len(documents) != 1 or desk.asked.references or desk.asked.asks_units:
        return False
    act = asked["first"] or asked["last"]
    for clause in desk.clauses(documents[0].id):
        if not _is_headed(clause, act) or not listed_children(desk, clause):
            continue
        meant = _named_below(desk, documents[0], clause) or clause
        if children := listed_children(desk, meant):
            say_children(draft, desk, documents[0], children, lead=meant)
        return bool(children)
    return False


def _named_below(desk: Desk, document: Document, clause: Clause) -> Clause | None:
    """The one thing below a heading of which alone the question speaks: 加装电梯办法修改了哪些内容."""
    text, told = desk.text(document.id), [Layer(normalized(w)) for w in (clause.heading or "", document.title)]
    said = {c.id: coverage(desk.terms, [Layer(normalized(c.body.of(text))), *told]) for c in desk.children(clause)}
    best = max(desk.children(clause), key=lambda c: said[c.id], default=None)
    return best if best and said[best.id] >= coverage(desk.terms, told) + _FAR_MORE else None


def _is_headed(clause: Clause, act: str) -> bool:
    """Whether the heading is of things of that act alone: 废止的文件, but not 延长、修改和废止的文件."""
    heading = bare(clause.heading or "")
    return clause.kind not in ("row", "frame") and act in heading[:_HEADING_MAX] and not _JOINED.search(heading)
