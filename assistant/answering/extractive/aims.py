"""What a document as a whole aims at by a year: 到2027年的主要目标有哪些 is the whole passage that sets it out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.wording import spoken
from assistant.retrieval.matching import Layer, coverage, normalized
from assistant.retrieval.sentences import sentences_of
from ingestion.model import Clause, Document, Span

_WHICH = r"(?:哪些|哪几[个项]?|什么|啥)"
_ASKED = re.compile(
    rf"目标(?:值|任务)?(?:都|各|主要|分别|具体|要)*(?:有|包括|是){_WHICH}"
    rf"|(?:完成|达到|实现){_WHICH}(?:主要|量化|具体|硬)*(?:的)?指标"
    rf"|{_WHICH}(?:样的)?(?:主要|总体|具体|发展|工作|预期|量化)*的?目标|(?:主要|总体|发展)目标(?:呢)?[?？。]?$"
)
_KINDS = ("list", "measure", "value")
_BY_YEAR = re.compile(r"^[^，,。；;]{0,12}?(?P<year>(?:19|20)\d{2})年(?:底|末)?(?:以?前|时|，|,)")
_YEAR = re.compile(r"(?:19|20)\d{2}年")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_SETS_OUT = re.compile(r"目标|要求|思路")
_LISTED = re.compile(r"[-—－●•·（(\d①-⑳]")
_FIGURES_MIN = 2
_OF_TITLE = 0.8  # of the question's words: what it asks is no part of the matter


def say_aims(draft: Draft, desk: Desk) -> bool:
    """Say all that the document aims at by the year asked for; False where a part is asked for or none is set out."""
    asked = desk.asked
    aims = _ASKED.search(asked.text)
    if asked.kind not in _KINDS or len(asked.years) != 1 or not aims:
        return False
    matter = [term for term in desk.terms if term.text not in normalized(aims.group())]
    found = [
        (_figures(span.of(desk.text(document.id))), clause, span, document)
        for document in desk.scope.documents
        if not matter
        or coverage(matter, [Layer(normalized(" ".join([document.title, *document.aliases])))]) >= _OF_TITLE
        for clause, span in _passages(desk, document, str(asked.years[0]))
    ]
    found = [f for f in found if f[0] >= _FIGURES_MIN]
    if not found or len({f[-1].id for f in found}) > 1:
        return False
    _, clause, span, document = max(found, key=lambda f: f[0])
    text = desk.text(document.id)
    draft.say(spoken(span.of(text).strip(), clause), draft.cite(clause, document, text, span))
    return True


def _figures(passage: str) -> int:
    """How many figures a passage sets, years not counted."""
    return len(_FIGURE.findall(_YEAR.sub("", passage)))


def _passages(desk: Desk, document: Document, year: str) -> Iterator[tuple[Clause, Span]]:
    """Of what sets aims out: from each sentence that begins with the year to the one before another year's."""
    text = desk.text(document.id)
    for clause in desk.clauses(document.id):
        if clause.kind in ("row", "frame") or not _SETS_OUT.search("".join(clause.path)):
            continue
        held: Span | None = None
        for sentence in sentences_of(clause, text, desk.units(clause.id)):
            begins = _BY_YEAR.match(sentence.text.strip())
            other = begins is not None and begins["year"] != year
            if sentence.lists_units or other or (held and _is_apart(text, held, sentence.span)):
                if held:
                    break
                continue
            if held or begins:
                held = Span(held.start if held else sentence.span.start, sentence.span.end)
        if held:
            yield clause, held


def _is_apart(text: str, held: Span, span: Span) -> bool:
    """Whether a sentence begins a paragraph of its own that no colon or semicolon leads in and no mark lists."""
    before = text[held.start : span.start]
    return "\n" in before and before.rstrip()[-1:] not in "：:；;" and not _LISTED.match(span.of(text).lstrip())
