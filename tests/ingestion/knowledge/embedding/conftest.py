"""One embedder of each engine for the whole session: they are costly to load and safe to share."""

import re
from pathlib import Path

import pytest

from ingestion.knowledge.embedding.contract import Embedder
from ingestion.knowledge.embedding.engine import OnnxEmbedder
from ingestion.knowledge.embedding.native import NativeEmbedder
from ingestion.knowledge.embedding.processor import has_int8_dot_products
from ingestion.knowledge.embedding.weights import Weights, locate_weights


@pytest.fixture(scope="session")
def weights() -> Weights:
    return Weights(locate_weights())


@pytest.fixture(scope="session")
def native() -> NativeEmbedder:
    return NativeEmbedder(threads=1)  # more threads wait for one another where the machine is busy


@pytest.fixture(scope="session")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graphs")


@pytest.fixture(scope="session")
def four_bit(graphs: Path) -> OnnxEmbedder:
    return OnnxEmbedder("4bit", threads=2, cache_dir=graphs)


@pytest.fixture(scope="session")
def unsigned(graphs: Path) -> OnnxEmbedder:
    return OnnxEmbedder("uint8", threads=2, cache_dir=graphs)


@pytest.fixture(scope="session")
def signed(graphs: Path) -> OnnxEmbedder:
    if not has_int8_dot_products():
        pytest.skip("this processor has no 8-bit dot products")
    return OnnxEmbedder("int8", threads=2, cache_dir=graphs)


@pytest.fixture(scope="session", params=["signed", "unsigned", "four_bit"])
def engine(request: pytest.FixtureRequest) -> Embedder:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def sentences(shipped_corpus: Path) -> list[str]:
    """Every sentence and heading of the shipped policies."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(shipped_corpus.glob("*.txt")))
    return [part.strip() for text in texts for part in re.split(r"[\n。;]", text) if part.strip()]
