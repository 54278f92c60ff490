"""Late interaction: each token of a question looks for the nearest token of a clause.

One vector for all of a clause drowns what only one of its sentences says, and words are found by their letters alone.
Tokens meet by what they mean where they stand (老两口 and 夫妻双方). A clause that answers leaves no token of a
question far from all of its own; one that only treats of the same matter has most of them and lacks what is asked for,
so that the distances are uneven. (Khattab and Zaharia, ColBERT, 2020.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingestion.knowledge.embedding import Tokens

_UNIT = 127.0
_QUESTION_TOKENS = 128  # of a longer question the rest does not count


@dataclass(frozen=True, slots=True)
class Alignment:
    """Of the cosines between each token of a question and the nearest one of a clause: their mean and deviation."""

    mean: float
    deviation: float


NOT_ALIGNED = Alignment(0.0, 0.0)


def align(question: Tokens, passages: Sequence[Tokens]) -> list[Alignment]:
    """In the order of the passages. Tokens have length one in 127ths."""
    import numpy as np

    asked = question[:_QUESTION_TOKENS].astype(np.float32) / _UNIT
    if not len(asked) or not passages:
        return [NOT_ALIGNED] * len(passages)
    told = np.concatenate(passages).astype(np.float32) / _UNIT
    starts = np.cumsum([0, *(len(passage) for passage in passages[:-1])])
    nearest = np.maximum.reduceat(asked @ told.T, starts, axis=1)
    return list(map(Alignment, nearest.mean(axis=0).tolist(), nearest.std(axis=0).tolist()))
