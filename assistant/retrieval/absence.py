"""Of what a question speaks and a document does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.question.words import is_action, is_circumstance, is_noun
from assistant.retrieval.matching import Term
from ingestion.model import Document


class Absence:
    """Tells how much of what one question speaks of stands nowhere in a document, in no synonym either.

    Things count, as nouns and as words that no dictionary has; what is done to them is said in many words, and who
    asks and when (我家, 以前, 街上, 一个月) is of the asker's case.
    """

    def __init__(self, terms: Sequence[Term], text_of: Callable[[str], str] | None) -> None:
        self._things = [t for t in terms if is_noun(t.text) or not (t.known or _is_no_thing(t.text))]
        self._total = sum(t.weight for t in terms)
        self._text_of = text_of
        self._shares: dict[str, float] = {}

    def share_of(self, document: Document) -> float:
        """0..1: the weight of the things that the document lacks among all words of the question."""
        if self._text_of is None or not self._things:
            return 0.0
        if document.id not in self._shares:
            told = (document.title + "\n" + self._text_of(document.id)).lower()  # too long to be normalized
            lacking = [t for t in self._things if not any(form in told for form in t.variants)]
            self._shares[document.id] = sum(t.weight for t in lacking) / self._total
        return self._shares[document.id]


def _is_no_thing(word: str) -> bool:
    return is_action(word) or is_circumstance(word)
