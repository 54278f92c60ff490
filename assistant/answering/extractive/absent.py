"""What is not here itself but spoken of: documents that others cite or repeal, places that national lists name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.passage import names_things
from assistant.answering.extractive.wording import spoken
from assistant.question.document_numbers import number_key
from assistant.retrieval.force import asks_reach, tells_reach
from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.scope import Scope
from assistant.retrieval.sentences import sentences_of
from ingestion.model import Document, Relation

_CITED = re.compile(r"《([^《》]{4,80})》")
_LOOKED_AT = 12
_MENTIONS_MAX = 3
_LISTED = ("item", "point", "row")
_LISTED_MAX = 20
_ENTRY = 120  # characters of an entry that is said whole
_ALIKE = 0.75  # of the pairs of characters in the name that is asked for


def scope_of_absent(desk: Desk) -> Scope:
    """The documents that cite what is asked for, and the names under which they do; none where no document does."""
    scope = desk.scope
    allowed = {d.id: d for d in scope.documents}
    related = _related(desk)
    ids = [doc_id for doc_id, _ in related]
    names = {scope.named.strip("《》"), *(n for _, r in related for n in (r.title, r.doc_number) if n)}
    named = scope.named
    if not ids:
        cited = list(_cited_alike(desk, scope))
        ids, names = [doc_id for doc_id, _ in cited], {name for _, name in cited}
        named = next(iter(names)) if len(names) == 1 else named  # in full
    documents = tuple(allowed[i] for i in dict.fromkeys(ids) if i in allowed)
    return replace(scope, documents=documents, restricted=True, named=named, must_name=tuple(map(normalized, names)))


def say_fate(draft: Draft, desk: Desk) -> None:
    """That it was repealed, with the clause that says so; nothing where no document says so."""
    documents = {d.id: d for d in desk.scope.documents}
    for doc_id, relation in _related(desk):
        document = documents.get(doc_id)
        if document is None or relation.kind != "repeals":
            continue  # an amendment carries the new wording: the search answers from it
        holders = [c for c in desk.clauses(doc_id) if c.span.contains(relation.span)]
        if not holders:
            continue
        text = desk.text(doc_id)
        number = draft.cite(holders[-1], document, text, relation.span)
        line = f"知识库中没有《{relation.title}》的正文；它已由《{document.title}》废止。"
        draft.facts.append(line)
        draft.say(line, number)
        draft.say(relation.span.of(text).strip(), number)


def say_of_absent(draft: Draft, desk: Desk) -> None:
    """A notice that the answer comes from what others say of it, or from the rules of a wider place."""
    told_of = [c.doc_id for c in draft.citations if _holds_at(desk.text(c.doc_id), desk.scope.named)]
    if desk.scope.of_wider_place and not told_of:
        places = "、".join(dict.fromkeys(c.region for c in draft.citations if c.region)) or "上级"
        draft.notices.append(f"以上是{places}的规定，文件没有专门写到{desk.scope.named}。")
    if desk.scope.miss == "document":
        named = desk.scope.named.strip("《》")
        draft.notices.append(f"知识库中没有《{named}》的正文，以上是其他文件中提到它的内容。")


def _holds_at(text: str, place: str) -> bool:
    """Whether a paper says by name that it holds at the place (甲区、乙县适用本办法)."""
    return any(place in said and tells_reach(said) for said in re.split(r"[。\n]", text))


def say_mentions(draft: Draft, desk: Desk) -> bool:
    """The sentences that cite it, where nothing else is asked of it; False where none does."""
    nothing_else = not desk.terms and not desk.asked.references
    for document in desk.scope.documents if desk.scope.miss == "document" and nothing_else else ():
        text = desk.text(document.id)
        for clause in desk.clauses(document.id):
            found = [s for s in sentences_of(clause, text) if _has_any(s.text, desk.scope.must_name)]
            if found and len(draft.citations) < _MENTIONS_MAX:
                draft.say(found[0].text, draft.cite(clause, document, text, found[0].span))
    return bool(draft.citations)


def _has_any(words: str, names: Sequence[str]) -> bool:
    return any(name in normalized(words) for name in names)


def names_reach_only(desk: Desk, ranked: Ranked) -> bool:
    """Whether it speaks of the place asked about only where it tells where the paper holds (甲区、乙县适用本办法)."""
    names = desk.scope.must_name or ((desk.scope.named,) if desk.scope.of_wider_place else ())
    if not names or asks_reach(desk.asked.text):
        return False
    named = [s for s in ranked.sentences if _has_any(s.sentence.text, names)]
    return bool(named) and all(tells_reach(s.sentence.text) for s in named)


def say_each(draft: Draft, desk: Desk, top: Ranked) -> bool:
    """Every entry of the list that `top` is in and that has one of the names, where several are asked for."""
    clause, document = top.evidence.clause, top.evidence.document
    if clause.kind not in _LISTED or not names_things(desk.asked.text):
        return False
    beside = [c for c in desk.clauses(document.id) if c.parent_id == clause.parent_id]
    names = desk.scope.must_name
    text = desk.text(document.id)
    named = [c for c in beside if _has_any(c.span.of(text), names)][:_LISTED_MAX]
    if len(named) < 2 or max(len(c.span.of(text)) for c in named) > _ENTRY:
        return False
    numbers = {draft.cite(c, document, text): c for c in [clause, *(c for c in named if c != clause)]}
    lines = sorted(numbers.items(), key=lambda n: n[1].ordinal)
    draft.say("\n".join(f"- {spoken(c.span.of(text).strip(), c)}[{number}]" for number, c in lines))
    return True


def _related(desk: Desk) -> Sequence[tuple[str, Relation]]:
    """Relations to it by its title or number, with the documents that state them."""
    named = desk.scope.named.strip("《》")
    number = re.sub(r"[\[(〔（](\d{4})[\])〕）]", r"〔\1〕", named) if number_key(named) else None
    absent = Document(id=f"absent:{named}", title=named, text="", source="", media_type="text", doc_number=number)
    return desk.knowledge.relations_to(absent)


def _cited_alike(desk: Desk, scope: Scope) -> Iterator[tuple[str, str]]:
    """Documents that cite one of a similar title, with that title."""
    wanted = pairs_of(normalized(scope.named.strip("《》")))
    for evidence in desk.retriever.search(scope.named, doc_ids=scope.doc_ids, limit=_LOOKED_AT):
        text = normalized(evidence.clause.span.of(desk.text(evidence.document.id)))
        for title in _CITED.findall(text):
            if wanted and sum(pair in title for pair in wanted) >= _ALIKE * len(wanted):
                yield evidence.document.id, title
