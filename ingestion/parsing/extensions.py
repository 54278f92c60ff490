"""Until when a document holds by what a later one says of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingestion.model import Document, Relation, Span
from ingestion.parsing.metadata import read_date

_EXTENDED = re.compile(
    r"有效期限?[^。；《》]{0,8}(?:延长|延续|顺延)(?:至|到)(?P<day>\d{4}年\d{1,2}月\d{1,2}日)[^。；]*。?"
)
_NAMED = re.compile(r"《([^》]+)》")


@dataclass(frozen=True, slots=True)
class Extension:
    """The day, and the sentence of another document that says so."""

    until: date
    doc_id: str
    span: Span


def read_extension(document: Document, speaking_of: Iterable[tuple[Document, Relation]]) -> Extension | None:
    """The latest extension that documents, given with their texts and relations to this one, state."""
    found = []
    for other, relation in speaking_of:
        for match in _EXTENDED.finditer(other.text):
            start = max(other.text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
            before = other.text[start : match.start()]
            span = Span(start + len(before) - len(before.lstrip()), match.end())
            stated = relation.span.contains(span) or relation.kind == "amends"
            until = read_date(match["day"])
            if stated and until and is_told_of(span.of(other.text), document):
                found.append(Extension(until, other.id, span))
    return max(found, key=lambda extension: extension.until, default=None)


def is_told_of(words: str, document: Document) -> bool:
    """Whether words that name documents name this one, in full or for short (《补助办法》)."""
    titles = [_plain(title) for title in (document.title, *document.aliases)]
    named = [_plain(name) for name in _NAMED.findall(words)]
    return not named or any(name in title or title in name for name in named for title in titles)


def _plain(title: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", title))
