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
from assistant.retrieval.headings import bare
from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.sentences import Sentence, sentences_of
from ingestion.model import Clause, Document, Span
from ingestion.numerals import to_chinese, to_int

_NUMERAL = "[二两三四五六七八九十]{1,2}"
_ASKED = re.compile(
    rf"哪(?P<which>{_NUMERAL}|\d{{1,2}}(?=[个项种类条大家省市]))|[“\"](?P<quoted>{_NUMERAL})(?=[^”\"]{{1,6}}[”\"])|(?P<named>{_NUMERAL})大(?=[\u4e00-\u9fff]{{2,12}}(?:是|指|分别|有|包括|都|在))"
)
_ASKS = re.compile(r"哪|什么|啥|分别|指")
# else what is quoted (“四步工作法”对违规者…) is a name
_OF_QUOTED = re.compile(
    r"(?:什么是|什么叫|何谓|哪些是)|[”\"][^,，。?？]{0,6}(?:是|指|有|包括|包含|分别|都|各|哪|什么|啥|具体)"
)
_NAMES_TOO = re.compile(r"都?叫什么|(?:都|分别)(?:是|有|叫)|哪些|哪几")
_COUNTER = r"(?:大|个|项|种|类|条|样|点|方面|件|位|名|家|座)"
_NOUN = re.compile(
    rf"^{_COUNTER}?[“\"]?(?P<noun>[\u4e00-\u9fff]{{1,10}}?)(?=[”\"?？,，。]|是|分别|指|有|包括|都|呢|在|$)"
)
_RUN = re.compile(r"[^，,。；;：:\n]*、[^，,。；;：:\n]*")
_LEFT = re.compile(r"等|与|.{16}")  # such names end before the number
_ASIDE = re.compile(r"\([^()]{1,12}\)(?!$)")
_LAST = re.compile(r"和|与|及|以及")
_EVERYDAY = ("东西", "个", "样", "项", "点", "方面", "条")  # nouns that say nothing
_BEFORE, _AFTER = 12, 16  # characters before an enumeration and at its end in which its number stands
_KIND_MIN = 3
_NOUN_MIN = 2
_LINES_MAX = 1000  # characters
_NUMBERED = 3  # pairs of characters that a number right behind the names counts as much as
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
    if found is None or not _ASKS.search(question) or (found["quoted"] and not _OF_QUOTED.search(question)):
        return None
    number = to_int(next(filter(None, found.groups())))
    noun = _NOUN.match(question[found.end() :])
    name = noun["noun"] if noun else ""
    return Count(number, "" if name in _EVERYDAY else name) if number else None


def lists_so_many(count: Count, sentence: str) -> bool:
    """Whether a sentence names exactly so many things: of the kind that is asked for, or with their number beside."""
    words = _ASIDE.sub("", normalized(sentence))
    if is_numbered(count, words):
        return True
    for run in _RUN.finditer(words):
        items = run.group().split("、")
        joined = len(items) < count.number and _LAST.search(items[-1])  # A、B和C
        if len(items) + bool(joined) != count.number:
            continue
        around = words[max(0, run.start() - _BEFORE) : run.start()] + run.group()[-_AFTER:]
        if _are_of_kind(count, items) or _number(count.number).search(around):
            return True
    return False


def is_numbered(count: Count, words: str) -> bool:
    """Whether just so many names stand before their number, of the kind that is asked for: 甲、乙、丙等3个市."""
    ends = re.compile(rf"等?{_number(count.number).pattern}")
    return any(
        run.group()[: end.start()].count("、") == count.number - 1
        and not _LEFT.search(run.group()[: end.start()].rpartition("、")[2])
        and (not count.noun or set(count.noun) & set(run.group()[end.start() : end.end() + len(count.noun)]))
        for run in _RUN.finditer(words)
        for end in ends.finditer(run.group())
    )


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
            beside = _NUMBERED * is_numbered(count, _ASIDE.sub("", normalized(span.of(text))))
            yield _Place(clause, document, sum(p in words for p in pairs) + beside, span)
        words = normalized(clause.body.of(text) + around)
        fit = sum(p in words for p in pairs)
        for children, worth in _so_many_below(desk, clause, count):
            yield _Place(clause, document, fit - worth, children=children)
        if lines := _lines_below_heading(clause, count, text):
            yield _Place(clause, document, fit - _NUMBERED, lines)


def _so_many_below(desk: Desk, clause: Clause, count: Count) -> Iterator[tuple[list[Clause], int]]:
    """The things as clauses below one: headed as what is asked for, or else all parts of one that is headed so.

    With what such a place is worth less than a sentence that names them.
    """
    children = listed_children(desk, clause)
    if len(children) == count.number and _are_of_kind(count, [c.heading or "" for c in children]):
        yield children, 0
        return
    below = desk.children(clause)
    if _is_headed(clause, count) and len(below) == count.number:
        yield below, _NUMBERED


def _is_headed(clause: Clause, count: Count) -> bool:
    return len(count.noun) >= _NOUN_MIN and bare(clause.heading or "").endswith(count.noun)


def _lines_below_heading(clause: Clause, count: Count, text: str) -> Span | None:
    """All that stands below a heading that names such things, where it has so many lines."""
    if not _is_headed(clause, count):
        return None
    head, _, rest = clause.body.of(text).partition("\n")
    lines = [line for line in rest.split("\n") if line.strip()]
    if len(lines) != count.number or len(rest) > _LINES_MAX:
        return None
    return Span(clause.body.start + len(head) + 1, clause.body.end)


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
