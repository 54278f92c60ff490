"""Text to what the encoder takes: word, position and type vectors of one or more windows of tokens."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ingestion.knowledge.embedding.contract import Vectors
from ingestion.knowledge.embedding.tokenizer import Tokenizer
from ingestion.knowledge.embedding.weights import Weights

QUERY, PASSAGE = "query: ", "passage: "  # the two sides the model was trained with
_MARKS = 2  # begin and end of text


class WindowReader:
    """Cuts a text into windows that fit the model, without overlap. Safe to share between threads."""

    def __init__(self, weights: Weights) -> None:
        shape, vocabulary = weights.shape, weights.vocabulary
        self._words = weights.words
        self._tokenizer = Tokenizer(vocabulary)
        self._marks = vocabulary.bos, vocabulary.eos
        self._tokens = shape.positions - _MARKS
        types = weights.floats("emb.type").reshape(-1, shape.hidden)
        self._places = weights.floats("emb.pos").reshape(-1, shape.hidden) + types[0]

    def count(self, text: str) -> int:
        """How many tokens a text has."""
        return len(self._tokenizer.encode(text))

    def read(self, text: str) -> Iterator[tuple[Vectors, int]]:
        """For each window its vectors, (1, tokens, hidden), and its weight in the text: the tokens that it covers."""
        ids = self._tokenizer.encode(text)
        begin, end = self._marks
        for start in range(0, len(ids), self._tokens):
            window = ids[start : start + self._tokens]
            words = self._words(np.array([begin, *window, end]))
            yield (words + self._places[: len(words)])[None], len(window)
