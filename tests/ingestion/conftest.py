"""Fixtures for tests of ingestion."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ingestion.knowledge import KnowledgeBase, KnowledgeConfig
from tests.ingestion.knowledge.policies import HashEmbedder

Open = Callable[..., KnowledgeBase]


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def notices() -> list[str]:
    """What the knowledge base had to say of itself when it was opened."""
    return []


@pytest.fixture
def open_kb(data_dir: Path, embedder: HashEmbedder, notices: list[str]) -> Iterator[Open]:
    """Opens the knowledge base of this test; close it before opening it again."""
    with ExitStack() as stack:

        def open_it(other: HashEmbedder | None = None, **options: bool) -> KnowledgeBase:
            kb = KnowledgeBase.open(KnowledgeConfig(data_dir), other or embedder, notify=notices.append, **options)
            stack.callback(kb.close)
            return kb

        yield open_it


@pytest.fixture
def kb(open_kb: Open) -> KnowledgeBase:
    return open_kb()
