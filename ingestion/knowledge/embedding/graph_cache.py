"""A built graph kept on disk, so that only the first start pays for building it."""

from __future__ import annotations

import contextlib
import logging
import mmap
import uuid
from collections.abc import Callable
from pathlib import Path

from ingestion.knowledge.embedding.onnx_format import is_sealed, seal

_log = logging.getLogger(__name__)


def keep_graph(path: Path, build: Callable[[], bytes]) -> Path | bytes:
    """Where the graph is kept, built first where it is missing or damaged.

    Without a place to write, the graph itself; the next start builds it again.
    """
    if _is_intact(path):
        return path
    graph = seal(build())
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(graph)
        unfinished.replace(path)
    except OSError as exc:
        _log.warning("the inference graph cannot be kept at %s: %s", path, exc)
        with contextlib.suppress(OSError):
            unfinished.unlink()
        return graph
    return path


def _is_intact(path: Path) -> bool:
    try:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
            memoryview(data) as view,
        ):
            return is_sealed(view)
    except (OSError, ValueError):  # missing, unreadable, empty
        return False
