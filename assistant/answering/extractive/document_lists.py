"""The lists of a document: clauses below a heading or a leading sentence, or things named in one sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.sentences import Sentence, sentences_of
from assistant.retrieval.wordings import replies_to_question
from ingestion.model import Clause, Document, Span

_ITEMS_MIN = 3
_NAME_MAX = 30
_AROUND = 30  # characters around the things named in a sentence that tell what they are
_LEADING = re.compile(r"[：:]$|(?:下列|以下|如下)[^。]{0,40}。?$")
_BRACKETED = re.compile(r"[（(〔\[][^（()）〔〕\[\]]*[）)〕\]]")
_RUN = re.compile(r"[^，,。；;：:\n]*、[^，,。；;：:\n]*")
_PARALLEL = re.compile(r"[：:](?P<names>(?:[^，,。；;：:]{1,8}(?:为|是)[^，,。；;：:]+[，,；;。]?){3,})")
_STARTS = re.compile(r"[：:]\s*(?:[（(]?[一1]\s?[)）、.．]|①)")
_GOES_ON = re.compile(r"(?:下列|以下|如下|之一)[^：:。；;]{0,20}[：:][^。]*[；;]$")
_HEADING_MAX = 12
BEGINS_BRIEFLY = re.compile(r"(?:——|－－|--)?[^。；;：:\n]{3,32}。(?=.)")  # 坚持预防为主。……


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: `children` of the clause, the things named in `quote`, or else all that the clause says.

    `lead` is what introduces it, `names` how the things begin; `headed` where a heading alone introduces it, `plain`
    where the text sets the things apart by lines, numbers or a heading of their own.
    """

    clause: Clause
    document: Document
    lead: str
    names: tuple[str, ...] = ()
    children: tuple[Clause, ...] = ()
    quote: Span | None = None
    headed: bool = False
    plain: bool = False


def listings_of(desk: Desk, document: Document) -> Iterator[Listing]:
    """The lists of a document, in reading order."""
    text = desk.text(document.id)
    read = [c for c in desk.clauses(document.id) if c.kind not in ("row", "frame", "preamble")]
    below: dict[str | None, list[Clause]] = defaultdict(list)
    for clause in read:
        below[clause.parent_id].append(clause)
    for clause in read:
        sentences = [s for s in sentences_of(clause, text, desk.units(clause.id)) if not s.lists_units]
        children = listed(clause, below[clause.id], text)
        rules = all(c.kind == "article" or replies_to_question(c) for c in children)
        if len(children) >= 2 and not rules:  # a chapter of rules or replies is no list
            yield _of_children(clause, document, sentences, children, text)
        elif clause.heading and len(clause.heading) <= _HEADING_MAX and not below[clause.id] and len(sentences) > 1:
            yield Listing(clause, document, clause.heading, headed=True, plain=True)
        yield from _told(clause, document, sentences)


def listed(clause: Clause, below: Sequence[Clause], text: str) -> list[Clause]:
    """Those right below a clause that are things of a list: numbered, or paragraphs that begin with what they say."""
    numbered = [c for c in below if c.kind != "paragraph" or c.level > clause.level + 1]
    if numbered or len(below) < _ITEMS_MIN:
        return numbered
    return list(below) if all(BEGINS_BRIEFLY.match(c.body.of(text).strip()) for c in below) else []


def _of_children(
    clause: Clause, document: Document, sentences: Sequence[Sentence], children: Sequence[Clause], text: str
) -> Listing:
    said = leading_sentence(sentences)
    lead = " ".join(dict.fromkeys(w for w in (clause.heading, said.text if said else None) if w)) or clause.path[-1]
    names = tuple((c.heading or c.body.of(text).strip()[:_NAME_MAX]).strip() for c in children)
    return Listing(clause, document, lead, names, tuple(children), headed=said is None, plain=True)


def leading_sentence(sentences: Sequence[Sentence]) -> Sentence | None:
    """The last sentence of a clause where it introduces what stands below."""
    return sentences[-1] if sentences and _LEADING.search(sentences[-1].text) else None


def _told(clause: Clause, document: Document, sentences: Sequence[Sentence]) -> Iterator[Listing]:
    """The lists that sentences of the clause tell."""
    for at, sentence in enumerate(sentences):
        if (_STARTS.search(sentence.text) or goes_on(sentence)) and (run := _to_the_stop(sentences[at:])):
            names = tuple(s.text[:_NAME_MAX] for s in run)
            span = Span(sentence.span.start, run[-1].span.end)
            yield Listing(clause, document, sentence.text, names, quote=span, plain=True)
            continue
        plain = _BRACKETED.sub("", sentence.text)
        if found := _PARALLEL.search(plain):
            names = tuple(re.split(r"[，,；;]", found["names"]))
            yield Listing(clause, document, plain[: found.start()], names, quote=sentence.span)
            continue
        for run_ in _RUN.finditer(plain):
            names = tuple(run_.group().split("、"))
            if len(names) >= _ITEMS_MIN:
                before = plain[max(0, run_.start() - _AROUND) : run_.start()] + names[0]
                lead = f"{before}、{names[-1]}{plain[run_.end() : run_.end() + _AROUND // 2]}"
                yield Listing(clause, document, lead, names, quote=sentence.span)
                break


def goes_on(sentence: Sentence) -> bool:
    """Whether it begins to tell things that it promises (下列食品：甲、乙；) and the sentences behind it go on."""
    return bool(_GOES_ON.search(sentence.text.rstrip()))


def _to_the_stop(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences up to the first full stop, where there are several."""
    end = next((i + 1 for i, s in enumerate(sentences) if s.text.rstrip().endswith(("。", "。”"))), len(sentences))
    return sentences[:end] if end > 1 else ()
