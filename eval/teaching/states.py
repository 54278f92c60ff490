"""What enters the layer that is taught: the encoder's own layers below it do not change, so it is reckoned once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ingestion.knowledge.embedding.calibration import read_ranges
from ingestion.knowledge.embedding.encoder import EncoderGraph
from ingestion.knowledge.embedding.processor import int8_here
from ingestion.knowledge.embedding.session import EncoderSession
from ingestion.knowledge.embedding.weights import Weights
from ingestion.knowledge.embedding.windows import PASSAGE, QUERY, WindowReader

States: TypeAlias = npt.NDArray[np.float16]
Batch: TypeAlias = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]

_LONGEST = 256  # tokens; of longer texts the rest teaches nothing
_SIDE = 3  # the mark in front, and the two tokens that tell questions from passages


class StateStore:
    """The states of questions and passages by their text, (tokens, hidden) each."""

    def __init__(
        self, weights: Weights, questions: Iterable[str], passages: Iterable[str], *, threads: int = 2
    ) -> None:
        session = EncoderSession(EncoderGraph(weights, int8_here(), read_ranges()).build(watched=True))
        reader, site = WindowReader(weights), f"attention_in.{weights.shape.layers - 1}"

        def read(text: str) -> States:
            vectors = next(reader.read(text))[0][:, :_LONGEST]
            states: States = session.outputs(vectors, [site])[0][0].astype(np.float16)
            return states

        texts = {*(QUERY + question for question in questions), *(PASSAGE + passage for passage in passages)}
        with ThreadPoolExecutor(threads) as pool:
            self._states = dict(zip(texts, pool.map(read, texts), strict=True))

    def questions(self, texts: Sequence[str], length: int) -> Batch:
        """See `_batch`."""
        return _batch([self._states[QUERY + text] for text in texts], length)

    def passages(self, texts: Sequence[str], length: int) -> Batch:
        """See `_batch`."""
        return _batch([self._states[PASSAGE + text] for text in texts], length)


def _batch(states: Sequence[States], length: int) -> Batch:
    """States cut or filled up to one length, which of them are there, and which of those are the text's own tokens."""
    filled = np.zeros((len(states), length, states[0].shape[1]), dtype=np.float32)
    there = np.zeros((len(states), length), dtype=np.float32)
    own = np.zeros_like(there)
    for row, state in enumerate(states):
        cut = state[:length]
        filled[row, : len(cut)] = cut
        there[row, : len(cut)] = 1
        own[row, _SIDE : len(cut) - (len(cut) == len(state))] = 1  # the mark at the end is no token of the text
    return filled, there, own
