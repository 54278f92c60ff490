"""The axes that tokens are kept on."""

import numpy as np

from ingestion.knowledge.embedding.axes import find_axes, read_axes
from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION
from ingestion.knowledge.embedding.weights import Weights, locate_weights


def test_the_shipped_axes_are_orthonormal() -> None:
    axes = read_axes()
    assert axes.shape == (Weights(locate_weights()).shape.hidden, TOKEN_DIMENSION)
    np.testing.assert_allclose(axes.T @ axes, np.eye(TOKEN_DIMENSION), atol=2e-3)


def test_axes_are_found_along_which_the_tokens_of_the_texts_differ_most(sentences: list[str]) -> None:
    weights = Weights(locate_weights())
    found = find_axes(weights, sentences[::40])
    np.testing.assert_allclose(found.T @ found, np.eye(TOKEN_DIMENSION), atol=1e-4)
    shipped = read_axes()
    common = np.linalg.norm(shipped.T @ found[:, :4], axis=0)  # what these texts are full of is on the shipped axes too
    assert common.min() > 0.8
