"""Which document is meant where the question describes it more than it names it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.extractive.amendments import without_amending
from assistant.answering.extractive.desk import Desk
from assistant.retrieval.matching import Layer, coverage, normalized, pairs_of, shared_run, without_runs
from assistant.retrieval.measures import measure_asked
from assistant.retrieval.ranking import Ranked, Scored
from ingestion.model import Document

Bears = Callable[[Ranked], bool]

NEAR_MATTER = 6  # clauses that must be of one document for it to be the one that is meant
_TITLE_PAIRS = 4  # pairs of characters that a question shares with the title of the document it is about
_TITLE_AHEAD = 1.25  # and how many more than with any other title
_QUOTED = 6  # characters in a row
_TITLED = 0.8  # of a question's words, in the title that it tells
_TOLD_OF = 0.8  # of a question's words, in a clause of the document whose facts are asked for
_WHEN = r"(?:什么时候|什么时间|何时|哪一?[天年月]|几时|几月|多久)(?:之?前|以?内)?(?:要|应当?|得|必须|该|能|会|才)?"
_MAKE = r"(?P<make>制[定订]|出台|印发|发布|公布|编制|修订|下发|公开)"
_PAPERS = (  # a paper that is to be made: 什么时候出台配套细则, 配套细则何时出台
    re.compile(rf"{_WHEN}{_MAKE}(?:出来|好|完)?(?P<paper>[^,。?了]*[^,。?的了])(?=[?。]?$)"),
    re.compile(rf"(?P<paper>[^,。?]{{2,24}}?)(?:应当?|要|得|必须|该)?{_WHEN}{_MAKE}(?:出来|好|完)?(?=[?。]?$)"),
)
_NAME = 4  # characters of what such a paper is called
_TO_BE_MADE = 3  # clauses looked at for that


def document_of_facts(desk: Desk, bears: Bears) -> Document | None:
    """The document whose facts are asked for; by its title only where nothing but facts is asked."""
    if desk.asked.kind != "document":
        return document_meant(desk) if len(desk.scope.documents) == 1 else None
    if _is_to_be_made(desk, bears):
        return None
    return document_meant(desk) or _spoken_of(desk, bears) or _told_of(desk, bears)


def _is_to_be_made(desk: Desk, bears: Bears) -> bool:
    """Whether a clause says by when the paper must be made whose date is asked for (60日内制定实施细则)."""
    asked, when = desk.asked.text, measure_asked(desk.asked.text)
    found = next(filter(None, (p.search(asked) for p in _PAPERS)), None)
    if found is None or when is None or "《" in found[0] or desk.asked.document_facts != ("date",):
        return False
    name = normalized(found["paper"])[-_NAME:]
    make = re.compile(rf"{_MAKE}(?!的|[^,。;]{{0,4}}《)")
    return any(
        bears(r) and any(name in s and make.search(s) and when.is_in(s) for s in map(_words, r.sentences))
        for r in desk.search()[:_TO_BE_MADE]
    )


def _words(scored: Scored) -> str:
    return normalized(scored.sentence.text)


def _spoken_of(desk: Desk, bears: Bears) -> Document | None:
    """The document that alone bears the matter, where its title has as much of the question as what it says.

    Only documents have numbers (几号文), but what they speak of is set up and issued as well.
    """
    if not _of_matter(desk, bears):
        return None
    top = next(r for r in desk.search() if bears(r))
    titled, said = (coverage(desk.terms, [Layer(words)]) for words in (top.wording.title, top.wording.body))
    return top.evidence.document if titled >= said or "number" in desk.asked.document_facts else None


def _told_of(desk: Desk, bears: Bears) -> Document | None:
    """The document of the clause that has the question's words: 答复修桥建议的函是哪天发的."""
    if not desk.terms or desk.asked.named_document:
        return None
    top = next(iter(desk.search()), None)
    return top.evidence.document if top and top.features["cover"] >= _TOLD_OF and bears(top) else None


def documents_meant(desk: Desk, bears: Bears) -> Sequence[Document]:
    """The document that the question's words fit by title or that alone bears its matter, else all in scope."""
    meant = document_meant(desk)
    return (meant,) if meant else _of_matter(desk, bears) or desk.scope.documents


def _of_matter(desk: Desk, bears: Bears) -> Sequence[Document]:
    """The document that alone bears what the question is about, if there is one."""
    near = desk.search()[:NEAR_MATTER] if desk.terms else []
    bearing = {r.evidence.document.id: r.evidence.document for r in near if bears(r)}
    return tuple(bearing.values()) if len(bearing) == 1 else ()


def is_titled(desk: Desk, document: Document) -> bool:
    """Whether the question speaks of the document by its title, not by what it says."""
    title = normalized(" ".join([document.title, *document.aliases]))
    return not desk.terms or coverage(desk.terms, [Layer(title)]) >= _TITLED


def quotes(desk: Desk, ranked: Ranked) -> bool:
    """Whether the question has many characters in a row of what a clause says beside the title."""
    if ranked.best is None:
        return False
    question = without_runs(normalized(desk.asked.text), ranked.wording.title)
    return shared_run(question, normalized(ranked.best.sentence.text)) >= _QUOTED


def document_meant(desk: Desk) -> Document | None:
    """The document that is meant: the only one in scope, or the one whose title shares most with the question."""
    documents = without_amending(desk, desk.scope.documents) if desk.scope.restricted else desk.scope.documents
    if len(documents) == 1:
        return documents[0]
    if not documents:
        return None
    pairs = pairs_of(normalized(desk.asked.text))
    titles = [normalized(" ".join([d.title, *d.aliases, d.doc_number or ""])) for d in documents]
    fits = sorted(((sum(p in t for p in pairs), d.id) for t, d in zip(titles, documents, strict=True)), reverse=True)
    if len(fits) > 1 and fits[0][0] >= max(_TITLE_PAIRS, _TITLE_AHEAD * fits[1][0]):
        return next(d for d in documents if d.id == fits[0][1])
    return None
