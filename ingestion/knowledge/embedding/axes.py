"""The axes on which tokens are kept: those along which the tokens of policy documents differ most.

Run after a change of the model: `python -m ingestion.knowledge.embedding.axes FILE…` reads texts and writes the axes.
A sixth of the axes keeps what late interaction needs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION, Vectors
from ingestion.knowledge.embedding.encoder import TOKENS, EncoderGraph
from ingestion.knowledge.embedding.session import EncoderSession
from ingestion.knowledge.embedding.weights import Weights, locate_weights
from ingestion.knowledge.embedding.windows import PASSAGE, WindowReader

AXES = Path(__file__).parent / "token_axes.npy"


def read_axes() -> Vectors:
    """The axes that ship with the project: float32, (hidden, `TOKEN_DIMENSION`), orthonormal."""
    axes: Vectors = np.load(AXES).astype(np.float32)
    return axes


def find_axes(weights: Weights, texts: Iterable[str]) -> Vectors:
    """The principal axes of all tokens of the texts, each token of length one."""
    every = np.eye(weights.shape.hidden, dtype=np.float32)
    session = EncoderSession(EncoderGraph(weights, "float", axes=every).build())
    reader = WindowReader(weights)
    moments = np.zeros((weights.shape.hidden, weights.shape.hidden))
    for vectors, _ in (window for text in texts for window in reader.read(PASSAGE + text)):
        tokens = session.outputs(vectors, [TOKENS])[0][0][1:-1].astype(np.float64)
        tokens /= np.linalg.norm(tokens, axis=1, keepdims=True)
        moments += tokens.T @ tokens
    _, axes = np.linalg.eigh(moments)
    found: Vectors = axes[:, ::-1][:, :TOKEN_DIMENSION].astype(np.float32)
    return found


def main() -> None:
    """Writes the data file anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path, help="UTF-8 files; each line is read by itself")
    lines = [line for path in parser.parse_args().texts for line in path.read_text("utf-8").splitlines() if line]
    np.save(AXES, find_axes(Weights(locate_weights()), lines).astype(np.float16))


if __name__ == "__main__":
    main()
