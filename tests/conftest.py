"""Fixtures that every test may use."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def dev_corpus() -> Path:
    """A folder of real policy pages beside the checkout; tests that need it skip where it is missing."""
    folder = ROOT.parent / "shared" / "dev-corpus"
    if not folder.is_dir():
        pytest.skip("no development corpus beside the checkout")
    return folder


@pytest.fixture(scope="session")
def shipped_corpus() -> Path:
    return ROOT / "ingestion" / "corpus"
