"""Late interaction: each token of a question looks for the nearest token of a clause.

One vector for all of a clause drowns what only one of its sentences says, and words are found by their letters alone.
Tokens meet by what they mean where they stand (老两口 and 夫妻双方). (Khattab and Zaharia, ColBERT, 2020.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingestion.knowledge.embedding import TOKEN_LENGTH, Embedding, Tokens

_QUESTION_TOKENS = 128  # of a longer question the rest does not count


def align(question: Embedding, passages: Sequence[Tokens]) -> list[float]:
    """The mean cosine between each token of the question and the nearest one of a passage, in their order.

    A token counts by its weight: 多少 and 呢 look for nothing. A question without any is aligned with nothing: 0.
    """
    asked = question.tokens[:_QUESTION_TOKENS].astype(np.float32) / TOKEN_LENGTH
    if not len(asked) or not passages:
        return [0.0] * len(passages)
    weights = question.weights[:_QUESTION_TOKENS] / question.weights[:_QUESTION_TOKENS].sum()
    told = np.concatenate(passages).astype(np.float32) / TOKEN_LENGTH
    starts = np.cumsum([0, *(len(passage) for passage in passages[:-1])])
    nearest = np.maximum.reduceat(asked @ told.T, starts, axis=1)
    means: list[float] = (weights @ nearest).tolist()
    return means
