"""Things asked for by their number (要过哪五关, “四个区”是什么): said where exactly so many are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.listing import listed_children, say_children
from assistant.answering.extractive.units import name_units
from assistant.answering.extractive.wording import spoken
from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.sentences import Sentence, sentences_of
from ingestion.model import Clause, Document, Span
from ingestion.numerals import to_chinese, to_int

_NUMERAL = "[二两三四五六七八九十]{1,2}"
_ASKED = re.compile(
    rf"哪(?P<which>{_NUMERAL})|[“\"](?P<quoted>{_NUMERAL})(?=[^”\"]{{1,6}}[”\"])|(?P<named>{_NUMERAL})大(?=[\u4e00-\u9fff]{{2,12}}(?:是|指|分别|有|包括|都|在))"
)
_ASKS = re.compile(r"哪|什么|啥|分别|指")
_NAMES_TOO = re.compile(r"都?叫什么|(?:都|分别)(?:是|有|叫)|哪些|哪几")
_COUNTER = r"(?:大|个|项|种|类|条|样|点|方面|件|位|名|家|座)"
_NOUN = re.compile(rf"^{_COUNTER}?(?P<noun>[\u4e00-\u9fff]{{1,10}}?)(?=[”\"?？,，。]|是|分别|指|有|包括|都|呢|在|$)")
_RUN = re.compile(r"[^，,。；;：:\n]*、[^，,。；;：:\n]*")
_LAST = re.compile(r"和|与|及|以及")
_EVERYDAY = ("东西", "个", "样", "项", "点", "方面", "条")  # nouns that say nothing
_BEFORE, _AFTER = 12, 16  # characters before an enumeration and at its end in which its number stands
_KIND_MIN = 3
_DOCUMENTS_MAX = 3
_SHARED_MIN = 3  # pairs of characters of the question in the words that name the things and around them
_OTHER_KINDS = ("units", "comparison", "unit_tasks", "document")


@dataclass(frozen=True, slots=True)
class Count:
    """So many things, with the word for them where it tells anything."""

    number: int
    noun: str


def asked_count(question: str) -> Count | None:
    """The number and kind of the things that a question asks to be named; None where it asks for none."""
    found = _ASKED.search(question)
    if found is None or not _ASKS.search(question):
        return None
    number = to_int(next(filter(None, found.groups())))
    noun = _NOUN.match(question[found.end() :])
    name = noun["noun"] if noun else ""
    return Count(number, "" if name in _EVERYDAY else name) if number else None


def lists_so_many(count: Count, sentence: str) -> bool:
    """Whether a sentence names exactly so many things: of the kind that is asked for, or with their number beside."""
    words = normalized(sentence)
    for run in _RUN.finditer(words):
        items = run.group().split("、")
        joined = len(items) < count.number and _LAST.search(items[-1])  # A、B和C
        if len(items) + bool(joined) != count.number:
            continue
        around = words[max(0, run.start() - _BEFORE) : run.start()] + run.group()[-_AFTER:]
        if _are_of_kind(count, items) or _number(count.number).search(around):
            return True
    return False


def _number(number: int) -> re.Pattern[str]:
    """The number with a counter: 五项, 7个, 两条."""
    written = "[二两]" if number == 2 else to_chinese(number)
    return re.compile(rf"(?:{written}|(?<!\d){number}){_COUNTER}")


def _are_of_kind(count: Count, names: Sequence[str]) -> bool:
    """Whether the names of three or more end like the kind that is asked for; more words may follow the last."""
    tail = count.noun[-1:]
    if not tail or count.number < _KIND_MIN or len(names) != count.number:
        return False
    return all(name.rstrip('"').endswith(tail) for name in names[:-1]) and tail in names[-1]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the things are named: in `quote`, or as `children` of the clause."""

    clause: Clause
    document: Document
    fit: int
    quote: Span | None = None
    children: Sequence[Clause] = ()


def say_counted(draft: Draft, desk: Desk, ranked: Sequence[Ranked]) -> bool:
    """Say the things that are asked for by their number; False where no clause names so many."""
    count = asked_count(desk.asked.text)
    if count is None or desk.asked.kind in _OTHER_KINDS:
        return False
    documents = list({r.evidence.document.id: r.evidence.document for r in ranked}.values())[:_DOCUMENTS_MAX]
    found = [place for document in documents for place in _places(desk, document, count)]
    best = max(found, key=lambda p: p.fit, default=None)
    if best is None or best.fit < _SHARED_MIN:
        return False
    text = desk.text(best.document.id)
    if best.quote:
        number = draft.cite(best.clause, best.document, text, best.quote)
        draft.say(spoken(best.quote.of(text), best.clause), number)
        name_units(draft, desk, best.clause, number, best.quote)
    else:
        say_children(draft, desk, best.document, best.children, lead=best.clause)
    return True


def _places(desk: Desk, document: Document, count: Count) -> Iterator[_Place]:
    text = desk.text(document.id)
    pairs = pairs_of(normalized(desk.asked.text))
    for clause in desk.clauses(document.id):
        around = " ".join([*clause.path, document.title])
        for span in _passages(sentences_of(clause, text), count, text):
            words = normalized(span.of(text) + around)
            yield _Place(clause, document, sum(p in words for p in pairs), span)
        children = listed_children(desk, clause)
        if len(children) == count.number and _are_of_kind(count, [c.heading or "" for c in children]):
            words = normalized(clause.body.of(text) + around)
            yield _Place(clause, document, sum(p in words for p in pairs), children=children)


def _passages(sentences: Sequence[Sentence], count: Count, text: str) -> Iterator[Span]:
    """Sentences that name so many, and rows of clauses divided by semicolons, each on one of them."""
    row: list[Sentence] = []
    for sentence in sentences:
        if lists_so_many(count, sentence.text):
            yield sentence.span
        row.append(sentence)
        if not sentence.text.endswith(("；", ";")):
            if len(row) == count.number > 1 and count.noun and all(count.noun[-2:] in s.text for s in row):
                yield Span(row[0].span.start, row[-1].span.end)
            row = []


def say_named(draft: Draft, desk: Desk, ranked: Ranked) -> None:
    """The names of so many clauses below, where they are asked for beside their number (下设几个专班,都叫什么)."""
    clause, document = ranked.evidence.clause, ranked.evidence.document
    children = listed_children(desk, clause)
    if not children or not _NAMES_TOO.search(desk.asked.text):
        return
    if _number(len(children)).search(normalized(clause.body.of(desk.text(document.id)))):
        say_children(draft, desk, document, children, lead=clause)
