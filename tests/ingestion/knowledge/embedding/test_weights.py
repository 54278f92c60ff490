from pathlib import Path

import numpy as np
import pytest

from ingestion.errors import EmbeddingError
from ingestion.knowledge.embedding.session import EncoderSession
from ingestion.knowledge.embedding.weights import Weights, locate_weights


def test_word_rows_are_rows_of_the_table(weights: Weights) -> None:
    rows = weights.words(np.array([3, 250_000, 3]))
    assert rows.shape == (3, weights.shape.hidden)
    np.testing.assert_array_equal(rows[0], rows[2])
    assert 0 < np.abs(rows).max() < 10


def test_a_linear_map_unpacks_to_its_shape(weights: Weights) -> None:
    assert weights.matrix("l0.fi.w", weights.shape.hidden).shape == (weights.shape.inner, weights.shape.hidden)


@pytest.mark.parametrize("content", [None, b"", b"E5S1", b"GGUF" + bytes(1000), "head"], ids=str)
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes | str | None) -> None:
    path = tmp_path / "model.bin"
    if content == "head":
        with locate_weights().open("rb") as file:
            path.write_bytes(file.read(6_000_000))
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(EmbeddingError, match="重新安装"):
        Weights(path)


def test_a_graph_that_is_no_graph_is_refused() -> None:
    with pytest.raises(EmbeddingError, match="onnxruntime"):
        EncoderSession(b"not a graph")
