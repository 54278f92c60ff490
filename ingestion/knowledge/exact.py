"""Exact dense search within chosen documents, from their vectors in memory.

Chroma's own filters cost 25 to 175 times a plain query at 100,000 clauses; a matrix product over the chosen
documents is exact and costs a millisecond per ten thousand clauses. Blocks load when first asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Block:
    """The vectors of one document's searched clauses, in reading order."""

    revision: str
    clause_ids: tuple[str, ...]
    matrix: np.ndarray


class Blocks:
    """The most recently used blocks, within a budget of bytes. Thread-safe."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._held = 0
        self._blocks: OrderedDict[str, Block] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, revisions: Iterable[str], load: Callable[[list[str]], Iterable[Block]]) -> list[Block]:
        """The blocks of `revisions`; `load` fetches those that are not held."""
        found, missing = [], []
        with self._lock:
            for revision in revisions:
                block = self._blocks.get(revision)
                if block is None:
                    missing.append(revision)
                else:
                    self._blocks.move_to_end(revision)
                    found.append(block)
        if missing:
            for block in load(missing):
                found.append(block)
                self._hold(block)
        return found

    def _hold(self, block: Block) -> None:
        with self._lock:
            if block.revision in self._blocks:
                return
            self._blocks[block.revision] = block
            self._held += block.matrix.nbytes
            while self._held > self._budget and len(self._blocks) > 1:
                _, dropped = self._blocks.popitem(last=False)
                self._held -= dropped.matrix.nbytes


def nearest(blocks: Iterable[Block], vector: np.ndarray, limit: int) -> list[tuple[str, str, float]]:
    """The `limit` nearest clauses as `(revision, clause id, cosine)`, best first."""
    import numpy as np

    held = [block for block in blocks if block.clause_ids]
    if not held or limit < 1:
        return []
    scores = np.concatenate([block.matrix @ vector for block in held])
    starts = np.cumsum([0, *(len(block.clause_ids) for block in held)])
    top = np.argpartition(-scores, limit - 1)[:limit] if limit < len(scores) else np.arange(len(scores))
    ranked = top[np.argsort(-scores[top], kind="stable")]
    owners = np.searchsorted(starts, ranked, side="right") - 1
    return [
        (held[owner].revision, held[owner].clause_ids[position - starts[owner]], float(scores[position]))
        for position, owner in zip(ranked.tolist(), owners.tolist(), strict=True)
    ]
