"""One process owns a data directory: an advisory lock that the system lets go when the process dies."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingestion.errors import KnowledgeBaseBusy


class DirectoryLock:
    """An exclusive lock on a directory; raises `KnowledgeBaseBusy` naming the owner where it is taken."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            owner = os.pread(self._file, 32, 0).decode("ascii", "replace").strip() or "未知"
            os.close(self._file)
            raise KnowledgeBaseBusy(
                f"知识库目录 {folder} 正被另一个进程使用（进程号 {owner}）。"
                "请先停止该进程；若需多个进程同时服务，请改用 Chroma 服务器（设置 knowledge.chroma_url）。"
            ) from exc
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let the directory go; harmless when called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class WriteLock:
    """One writer at a time: among the threads of this process and, where the directory is `shared`, its processes."""

    def __init__(self, folder: Path, *, shared: bool) -> None:
        self._path = folder / "write.lock" if shared else None
        self._threads = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it; a thread that holds it may enter again."""
        with self._threads:
            self._depth += 1
            try:
                if self._path is None or self._depth > 1:
                    yield
                else:
                    with self._path.open("a") as file:
                        fcntl.flock(file, fcntl.LOCK_EX)
                        yield
            finally:
                self._depth -= 1
