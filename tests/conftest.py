"""Fixtures that every test may use."""

import asyncio
import fcntl
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def fresh_logging() -> Iterator[None]:
    """A test that sets up logging leaves no trace of it."""
    yield
    structlog.reset_defaults()
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h.formatter, structlog.stdlib.ProcessorFormatter)]:
        root.removeHandler(handler)


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


@pytest.fixture(scope="session")
def shipped_data(tmp_path_factory: pytest.TempPathFactory, shipped_corpus: Path) -> Path:
    """A data directory with the shipped corpus ingested; copy it before changing anything in it.

    Of tests that run side by side the first to need it makes it for all.
    """
    from assistant.core import Assistant
    from assistant.settings import Settings

    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    draft, folder = root / "shipped-draft", root / "shipped"

    async def ingest() -> None:
        async with Assistant(Settings(data_dir=draft)) as assistant:
            report = await assistant.ingest([shipped_corpus])
            assert not report.of("failed")

    with (root / "shipped.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            asyncio.run(ingest())
            draft.rename(folder)
    return folder
