"""What of a document is searched for, and in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingestion.model import Clause, Document

PASSAGE_VERSION = "2"  # changes with the wording of passages, so that unchanged files are read again

_FILLER = re.compile(r"[\s\W_]+")


def searched_clauses(clauses: Sequence[Clause], text: str) -> list[Clause]:
    """The clauses that bear words of their own beyond a heading, or that nothing stands below."""
    parents = {clause.parent_id for clause in clauses}
    bearing = (clause for clause in clauses if clause.kind != "frame")
    return [clause for clause in bearing if clause.id not in parents or _has_own_words(clause, text)]


def passage_of(document: Document, clause: Clause, text: str) -> str:
    """The words under which `clause` is embedded and indexed: where it stands, then its own body.

    `text` is the document's canonical text. A table row reads as `column: cell` pairs.
    """
    region = " ".join(document.region.names) if document.region else ""
    place = " ".join(clause.path[:-1])
    head = [part for part in (f"{document.title} {region}".strip(), place) if part]
    return "\n".join([*head, _own_words(clause, text)])


def _own_words(clause: Clause, text: str) -> str:
    if not clause.cells:
        return clause.body.of(text).strip()
    header = clause.header or ("",) * len(clause.cells)
    pairs = zip(header, clause.cells, strict=False)
    return ";".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)


def _has_own_words(clause: Clause, text: str) -> bool:
    if clause.body.of(text).rstrip().endswith((":", "：")):
        return True  # it leads in a list, which is found by these words
    own = _FILLER.sub("", clause.body.of(text))
    for said in (clause.heading, clause.number, clause.heading):  # a heading may hold its number
        own = own.removeprefix(_FILLER.sub("", said or ""))
    return bool(own)
