"""What later documents changed in a document: the new wording goes ahead of the old one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.extractive.correction import AGREES, DIFFERS
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.figures import figures_agree
from assistant.answering.extractive.wording import spoken
from assistant.model import Evidence
from assistant.question.references import find_references
from assistant.retrieval.lookup import find_clauses
from assistant.retrieval.matching import normalized
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.scope import answers_for
from ingestion.model import Clause, Document, Relation, Span
from ingestion.parsing.extensions import Extension, is_told_of, read_extension

_CHANGED = "这一规定已经修改："
_CHANGED_SINCE = "其中有的规定已经修改："
_BEFORE = "修改前的规定："
_TOLD_MAX = 3
_BECOMES = r"(?:修改|修订|调整|变更|更正|提高|降低|改)(?:为|到|至)"
_NEW = re.compile(_BECOMES)
_QUOTED_OLD = re.compile(rf"“(?P<old>[^”]{{2,}})”[^“”。]{{0,6}}{_BECOMES}")
_FROM_OLD = re.compile(rf"[^,，。;；]*由(?P<old>[^，。；“”]{{2,24}}?){_BECOMES}")
_DELETED = re.compile(r"删[去除]")
_ADDED = re.compile(r"增加|作为第")
_AMENDMENT_ASKED = re.compile(r"修改|修订|延长|延期|新增|增加|新加|添加|删[去除掉]|改(?:成|为|动)")
_MARK = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])")  # of the amending clause itself
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_OLD_ASKED = re.compile(r"(?:修改|修订|调整)(?:之?前|以前)|原来|原先|原规定|以前|原本")


def extension_of(desk: Desk, document: Document) -> Extension | None:
    """The latest extension of the document's period that another document states."""
    speaking_of = (
        (replace(other, text=desk.text(other.id)), relation) for other, relation in _speaking_of(desk, document)
    )
    return read_extension(document, speaking_of)


def say_changed(draft: Draft, desk: Desk) -> None:
    """Say first how the clauses that were cited read now, where later documents changed what was said of them."""
    if _OLD_ASKED.search(desk.asked.text):
        return
    known = {c.clause_id for c in draft.citations}
    said = normalized(_MARK.sub("", draft.text))
    documents = desk.knowledge.document_map(c.doc_id for c in draft.citations)
    changes = [
        Evidence(clause, other, 0.0)
        for document in documents.values()
        for clause, other in _amending(desk, document)
        if clause.id not in known
        for cited in (c for c in desk.clauses(document.id) if c.id in known)
        if _changes(desk, clause, cited, said)
    ]
    if not changes:
        return
    best = sorted(desk.rank(list({e.clause.id: e for e in changes}.values())), key=lambda r: -r.score)[:_TOLD_MAX]
    now = Draft(kind=draft.kind)
    for clause, document in ((r.evidence.clause, r.evidence.document) for r in best):
        text = desk.text(document.id)
        now.say(
            spoken(clause.body.of(text).strip(), clause), now.cite(clause, document, text, _stripped(clause.body, text))
        )
    if len(documents) > 1:
        draft.facts.append(_CHANGED_SINCE)
        draft.paragraphs += [_CHANGED_SINCE, *draft.take_over(now)]
        return
    lead, new = [_CHANGED], "；".join(now.paragraphs)
    before = now.take_over(draft)
    if before and before[0] in (AGREES, DIFFERS):
        agree = figures_agree(desk.asked, new)
        lead = [AGREES if agree else DIFFERS] if agree is not None else lead
        del before[0]
    draft.facts = [*now.facts, *lead, _BEFORE]
    draft.paragraphs = [*lead, *now.paragraphs, _BEFORE, *before]
    draft.citations, draft.units = now.citations, now.units


def without_amending(desk: Desk, documents: Sequence[Document]) -> Sequence[Document]:
    """The documents without those that only amend another of them, unless it is asked of a change."""
    if len(documents) < 2 or _AMENDMENT_ASKED.search(desk.asked.text):
        return documents
    ids = {d.id for d in documents}
    amending = {i for d in documents for i, r in desk.knowledge.relations_to(d) if r.kind == "amends" and i in ids}
    return [d for d in documents if d.id not in amending]


def amending_asked(desk: Desk) -> Ranked | None:
    """The clause that changes, adds or deletes what the question names by number, where it asks of a change."""
    if not desk.terms or not _AMENDMENT_ASKED.search(desk.asked.text):
        return None
    written = [normalized(r.written) for r in desk.asked.references]
    for ranked in desk.search():
        words = ranked.evidence.clause.body.of(desk.text(ranked.evidence.document.id))
        if any(p.search(words) for p in (_NEW, _DELETED, _ADDED)) and all(w in normalized(words) for w in written):
            return ranked
    return None


def _amending(desk: Desk, document: Document) -> Iterator[tuple[Clause, Document]]:
    """Clauses without others below them, of documents that amend this one and hold for what is asked."""
    for other, relation in _speaking_of(desk, document):
        if relation.kind != "amends" or not _holds(desk, other):
            continue
        text = desk.text(other.id)
        for clause in desk.clauses(other.id):
            words = clause.body.of(text)
            if (_NEW.search(words) or _DELETED.search(words)) and is_told_of(
                " ".join([*clause.path[:-1], words]), document
            ):
                yield clause, other


def _speaking_of(desk: Desk, document: Document) -> Iterator[tuple[Document, Relation]]:
    related = desk.knowledge.relations_to(document)
    documents = desk.knowledge.document_map(doc_id for doc_id, _ in related)
    for doc_id, relation in related:
        yield documents[doc_id], relation


def _holds(desk: Desk, amending: Document) -> bool:
    begins = amending.effective or amending.published or amending.written
    years = desk.asked.years
    return (begins is None or begins <= desk.as_of) and (not years or any(answers_for(amending, y) for y in years))


def _changes(desk: Desk, amending: Clause, cited: Clause, said: str) -> bool:
    """Whether a clause changes what was said of another."""
    written, text = amending.body.of(desk.text(amending.doc_id)), desk.text(cited.doc_id)
    words = normalized(_NUMBER.sub("", written))
    reference = next(iter(find_references(words)), None)
    meant = find_clauses(reference.reference, desk.clauses(cited.doc_id)) if reference else []
    if reference and not any(c.span.contains(cited.span) or cited.span.contains(c.span) for c in meant):
        return False
    if quoted := [normalized(m["old"]) for m in _QUOTED_OLD.finditer(written)]:
        return any(old in said for old in quoted)
    if not reference:
        return False
    if replaced := list(_FROM_OLD.finditer(words)):
        name, told = normalized(cited.cells[0]) if cited.cells else "", set(_FIGURE.findall(said))
        return any(name in m.group() and told & set(_FIGURE.findall(m["old"])) for m in replaced)
    return any(normalized(c.body.of(text)).strip() in said for c in meant)


def _stripped(span: Span, text: str) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip()))
