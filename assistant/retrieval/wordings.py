"""Clauses made ready for ranking: normalised and cut into sentences once, not at every question."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from assistant.retrieval.headings import heading_parts
from assistant.retrieval.matching import normalized
from assistant.retrieval.sentences import Sentence, leads_table, sentences_of
from ingestion.model import Clause, Document, Responsibility
from ingestion.numerals import to_int

_KEPT = 20_000
_CELLS = " | "  # between the cells of a table's line in the text
# 水池(箱)清洗, 执业(助理)医师: what stands in the brackets takes the place of as many characters before them
_EITHER = re.compile(
    r"(?P<before>[\u4e00-\u9fff]{1,5})\((?P<or>(?!不?含|试行|牵头|配合)[\u4e00-\u9fff]{1,2})\)(?P<behind>[\u4e00-\u9fff]{0,2})"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a clause says and stands under, normalised; `words` are those of its `sentences`."""

    clause: Clause
    body: str
    heading: str
    above: str
    title: str
    parts: tuple[str, ...]  # the phrases of the heading by which a question may name the clause
    replies: bool  # its heading is a question, to which all of it is the reply
    charges: bool  # units are in charge of it
    figured: bool  # a table line with a figure: its column has the unit of measure
    sentences: tuple[Sentence, ...]
    words: tuple[str, ...]
    table: str = ""  # the lines of the table below that a sentence leads in (按照下表给予补贴)

    def with_table(self, sentence: Sentence) -> str:
        """What a sentence says, with the table that it leads in."""
        return f"{sentence.text}\n{self.table}" if self.table and leads_table(sentence.text) else sentence.text

    @property
    def all_words(self) -> str:
        """Of the clause and of all that it stands under."""
        return "\n".join((self.body, self.heading, self.above, self.title))


def read_wording(clause: Clause, document: Document, text: str, units: Sequence[Responsibility]) -> Wording:
    """`text` is the document's; `units` are those read for the clause or, at its end, for the one it is part of."""
    body = with_alternatives(normalized(clause.body.of(text) + " ".join(clause.header)))
    place = document.region.names if document.region else ()
    sentences = tuple(sentences_of(clause, text, units))
    if replies := replies_to_question(clause):  # the question itself answers nothing
        asked = normalized(clause.path[-1])
        sentences = tuple(s for s in sentences if normalized(s.text) not in asked) or sentences
    return Wording(
        clause=clause,
        body=body,
        heading=normalized(clause.heading or ""),
        above=normalized(" ".join(clause.path[:-1])),
        title=normalized(" ".join([document.title, *document.aliases, *place])),
        parts=tuple(heading_parts(clause)),
        replies=replies,
        charges=bool(units),
        figured=bool(clause.cells) and any(map(str.isdigit, body)),
        sentences=sentences,
        words=tuple(with_alternatives(normalized(sentence.text)) for sentence in sentences),
        table=_table_below(clause, text) if any(leads_table(s.text) for s in sentences) else "",
    )


def _table_below(clause: Clause, text: str) -> str:
    lines = text[clause.body.end : clause.span.end].splitlines()
    return "\n".join(takewhile(lambda line: _CELLS in line, dropwhile(lambda line: _CELLS not in line, lines)))


def replies_to_question(clause: Clause) -> bool:
    """Whether the clause is the reply to a question that heads it (问：怎么申请？)."""
    return (clause.heading or "").endswith(("？", "?"))


def with_alternatives(text: str) -> str:
    """Normalised `text` and, behind it, the words that it puts into brackets as others for those before them."""
    read = [
        m["before"][: -len(m["or"])] + m["or"] + m["behind"]
        for m in _EITHER.finditer(text)
        if len(m["before"]) >= len(m["or"]) and not to_int(m["or"])
    ]
    return " ".join([text, *read])


class Wordings:
    """The wordings that were asked for last. Thread-safe."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._held: OrderedDict[tuple[str, str], Wording] = OrderedDict()
        self._lock = threading.Lock()

    def of(
        self, clauses: Sequence[Clause], version: str, read: Callable[[Sequence[Clause]], list[Wording]]
    ) -> list[Wording]:
        """The wording of each clause in `version` of the corpus; `read` makes those that are not held."""
        keys = [(version, clause.id) for clause in clauses]
        with self._lock:
            held = ((key, clause, self._held.get(key)) for key, clause in zip(keys, clauses, strict=True))
            found = {key: known for key, clause, known in held if known and _same(known.clause, clause)}
            for key in found:
                self._held.move_to_end(key)
        missing = [clause for key, clause in zip(keys, clauses, strict=True) if key not in found]
        if missing:
            fresh = dict(zip(((version, clause.id) for clause in missing), read(missing), strict=True))
            found |= fresh
            with self._lock:
                self._held |= fresh
                while len(self._held) > self._kept:
                    self._held.popitem(last=False)
        return [found[key] for key in keys]


def _same(one: Clause, other: Clause) -> bool:
    return one is other or one == other
