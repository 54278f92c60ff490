"""Measures the activation ranges that the int8 graph is smoothed with, and keeps them as a data file.

Run after a change of the model or of the sentences: `python -m ingestion.knowledge.embedding.calibration`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from ingestion.knowledge.embedding.contract import Vectors
from ingestion.knowledge.embedding.encoder import SITES, EncoderGraph, Ranges
from ingestion.knowledge.embedding.session import EncoderSession
from ingestion.knowledge.embedding.weights import Weights, locate_weights
from ingestion.knowledge.embedding.windows import PASSAGE, QUERY, WindowReader

_FOLDER = Path(__file__).parent
SENTENCES = _FOLDER / "calibration.txt"
RANGES = _FOLDER / "activation_ranges.npy"


def read_ranges() -> Ranges:
    """The ranges that ship with the project."""
    stored = np.load(RANGES)
    return {site: stored[site].astype(np.float32) for site in SITES}


def measure_ranges(weights: Weights, texts: Iterable[str]) -> Ranges:
    """For each site, the largest magnitude of every channel over the texts, in exact arithmetic: [layer, channel]."""
    session = EncoderSession(EncoderGraph(weights, "float").build(watched=True))
    reader = WindowReader(weights)
    layers = range(weights.shape.layers)
    ranges: dict[str, Vectors] = {}
    for vectors, _ in (window for text in texts for side in (PASSAGE, QUERY) for window in reader.read(side + text)):
        for site in SITES:
            outputs = session.outputs(vectors, [f"{site}.{layer}" for layer in layers])
            largest = np.stack([np.abs(output[0]).max(axis=0) for output in outputs])
            ranges[site] = np.maximum(ranges.get(site, largest), largest)
    return ranges


def main() -> None:
    """Writes the data file anew."""
    ranges = measure_ranges(Weights(locate_weights()), SENTENCES.read_text(encoding="utf-8").splitlines())
    stored = np.zeros(len(ranges[SITES[0]]), dtype=[(site, np.float16, ranges[site].shape[1]) for site in SITES])
    for site in SITES:
        stored[site] = ranges[site]
    np.save(RANGES, stored)


if __name__ == "__main__":
    main()
