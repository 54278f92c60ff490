"""A built graph kept on disk, so that only the first start pays for building it."""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Callable
from pathlib import Path

_DIGEST_BYTES = hashlib.sha256().digest_size
_log = logging.getLogger(__name__)


def load_or_build(path: Path, build: Callable[[], bytes]) -> bytes:
    """The content stored at `path`, or else built and stored there. A damaged file counts as missing.

    Without a place to write the content is still returned; the next start builds it again.
    """
    if (stored := _read(path)) is not None:
        return stored
    content = build()
    try:
        _write(path, content)
    except OSError as exc:
        _log.warning("the inference graph cannot be kept at %s: %s", path, exc)
    return content


def _read(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    content, digest = data[:-_DIGEST_BYTES], data[-_DIGEST_BYTES:]
    return content if hashlib.sha256(content).digest() == digest else None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        unfinished.write_bytes(content + hashlib.sha256(content).digest())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
