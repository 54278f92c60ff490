"""What makes a text's tokens fit for late interaction: the model's last layer once more, taught on questions.

It was trained on questions of citizens and the clauses that answer them (`eval.teaching`), so that 拆了重盖 comes near
to 翻建, and a question that no clause answers comes near to none. It is kept as its difference from the layer it was,
that of each map in few directions. The model's own layers, and so its vectors, stay as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingestion.knowledge.embedding.contract import Vectors
from ingestion.knowledge.embedding.weights import Bytes, Weights, pack_matrix

TAUGHT = Path(__file__).parent / "token_layer.npz"
MAPS = ("q", "k", "v", "ao", "fi", "fo")  # the linear maps of a layer, as the model file names them
NORMS = ("aln", "oln")


class TokenLayer:
    """Tensors under the names that the model's last layer has for its own. Raises KeyError for others.

    A token is `near` times what enters the layer plus `far` times what leaves it, (hidden, axes + 1) both: the last
    column tells how much the token counts in a question, before softmax.
    """

    def __init__(self, weights: Weights, changes: Mapping[str, npt.NDArray[np.float16]]) -> None:
        self._weights = weights
        self.changes = changes
        self.number = weights.shape.layers - 1
        self.near, self.far = (changes[name].astype(np.float32) for name in ("near", "far"))

    def floats(self, name: str) -> Vectors:
        return self._part(name) + self._weights.floats(name)

    def matrix(self, name: str, columns: int) -> Vectors:
        """Of the shape [out, in], as the model's."""
        changed: Vectors = self._part(f"{name}.up") @ self._part(f"{name}.down") + self._weights.matrix(name, columns)
        return changed

    def packed(self, name: str, columns: int) -> tuple[npt.NDArray[np.float16], Bytes]:
        return pack_matrix(self.matrix(name, columns))

    def _part(self, name: str) -> Vectors:
        return self.changes[name.removeprefix(f"l{self.number}.")].astype(np.float32)


def fingerprint_of_layer() -> str:
    """Eight hex digits that change whenever it is taught anew."""
    return hashlib.sha256(TAUGHT.read_bytes()).hexdigest()[:8]


def read_token_layer(weights: Weights) -> TokenLayer:
    """The layer that ships with the project."""
    with np.load(TAUGHT) as stored:
        return TokenLayer(weights, dict(stored))
