"""Unigram tokens of XLM-R's vocabulary: the best-scoring way to cut a text into pieces.

A dictionary of the 250,000 pieces would take more memory than the model. Here a piece is a 64-bit polynomial hash of
its code points in one sorted array. All substrings of a text are hashed at once, a bit filter drops nearly all that
are no pieces, and a binary search finds the rest; only those take part in the Viterbi search.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ingestion.knowledge.embedding.text import sanitise
from ingestion.knowledge.embedding.weights import Vocabulary

Codes: TypeAlias = npt.NDArray[np.uint32]
Hashes: TypeAlias = npt.NDArray[np.uint64]

SPACE = "▁"
_BASE = 0x9E3779B97F4A7C15  # any odd number with well-mixed bits
_FILTER_BITS = 22
_UNKNOWN_PENALTY = 10.0  # an unknown character scores this much below the rarest piece
_NO_CODE = 0x110000  # beyond Unicode: a substring that runs over the end is no piece
_STRIDE = 4096  # characters whose substrings are hashed at a time, to bound memory
_SPACES = re.compile("  +")


class Tokenizer:
    """Cuts text into piece ids. Safe to share between threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._normaliser = vocabulary.normaliser
        self._unk = vocabulary.unk
        self._unk_score = float(vocabulary.scores.min()) - _UNKNOWN_PENALTY
        codes, lengths = _decode(vocabulary)
        self._longest = int(lengths.max())
        self._powers: Hashes = np.full(self._longest, _BASE, dtype=np.uint64).cumprod(dtype=np.uint64)
        hashes = _hash_pieces(codes, lengths, self._powers)
        hashes[self._unk] = 0  # an unknown character is never spelt out
        order = np.argsort(hashes).astype(np.int32)
        self._hashes = hashes[order]
        self._ids = order
        self._scores = vocabulary.scores[order]
        self._filter = np.zeros(1 << _FILTER_BITS, dtype=np.bool_)
        self._filter[hashes >> np.uint64(64 - _FILTER_BITS)] = True

    def encode(self, text: str) -> list[int]:
        """Piece ids of the text, without the marks of begin and end; an unknown character is one `unk`."""
        normal = SPACE + self._normalise(text).removeprefix(" ").replace(" ", SPACE)
        starts, ends, pieces = self._find_pieces(normal)
        return self._cut(len(normal), starts, ends, pieces)

    def _normalise(self, text: str) -> str:
        return _SPACES.sub(" ", sanitise(text).translate(self._normaliser))

    def _find_pieces(self, text: str) -> tuple[list[int], list[int], npt.NDArray[np.intp]]:
        """Where pieces start and end, by start, then by end, and their places in the sorted arrays."""
        codes: Codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        padded = np.concatenate((codes, np.full(self._longest - 1, _NO_CODE, dtype=np.uint32)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, self._longest)
        starts, ends, places = [], [], []
        for first in range(0, len(windows), _STRIDE):
            hashes = np.cumsum(windows[first : first + _STRIDE] * self._powers, axis=1, dtype=np.uint64)
            row, column = np.nonzero(self._filter[hashes >> np.uint64(64 - _FILTER_BITS)])
            wanted = hashes[row, column]
            place = np.minimum(np.searchsorted(self._hashes, wanted), len(self._hashes) - 1)
            found = self._hashes[place] == wanted
            starts.append(row[found] + first)
            ends.append(row[found] + first + column[found] + 1)
            places.append(place[found])
        return np.concatenate(starts).tolist(), np.concatenate(ends).tolist(), np.concatenate(places)

    def _cut(self, size: int, starts: list[int], ends: list[int], places: npt.NDArray[np.intp]) -> list[int]:
        """Viterbi: the best score up to each character, and the piece that ends there."""
        ids: list[int] = self._ids[places].tolist()
        scores: list[float] = self._scores[places].tolist()
        best = [float("-inf")] * (size + 1)
        best[0] = 0.0
        source = list(range(-1, size))
        piece = [self._unk] * (size + 1)
        position = -1
        here = 0.0
        for start, end, identity, score in zip(starts, ends, ids, scores, strict=True):
            while position < start:
                position += 1
                here = best[position]
                if position < size and here + self._unk_score > best[position + 1]:
                    best[position + 1] = here + self._unk_score
            if here + score > best[end]:
                best[end], source[end], piece[end] = here + score, start, identity
        tokens = []
        while size > 0:
            tokens.append(piece[size])
            size = source[size]
        return tokens[::-1]


def _decode(vocabulary: Vocabulary) -> tuple[Codes, npt.NDArray[np.int64]]:
    """Code points of all pieces, end to end, and the length of each."""
    codes = np.frombuffer(vocabulary.blob.decode().encode("utf-32-le"), dtype="<u4")
    data = np.frombuffer(vocabulary.blob, dtype=np.uint8)
    first_bytes = np.concatenate(([0], np.cumsum((data & 0xC0) != 0x80, dtype=np.int32)))
    return codes, np.diff(first_bytes[vocabulary.offsets])


def _hash_pieces(codes: Codes, lengths: npt.NDArray[np.int64], powers: Hashes) -> Hashes:
    starts = np.cumsum(lengths) - lengths
    hashes = np.zeros(len(lengths), dtype=np.uint64)
    for place, power in enumerate(powers):
        longer = np.nonzero(lengths > place)[0]
        hashes[longer] += codes[starts[longer] + place] * power
    return hashes
