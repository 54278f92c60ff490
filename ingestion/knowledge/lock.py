"""Who may use a data directory: advisory locks that the system lets go when a process dies."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from ingestion.errors import KnowledgeBaseBusy


class DirectoryLock:
    """Holds a directory: alone, or together with others that name the same vector `server`.

    Raises `KnowledgeBaseBusy`, saying who is there, where that cannot be.
    """

    def __init__(self, folder: Path, *, server: str = "") -> None:
        self._folder = folder
        self.descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if self._take(fcntl.LOCK_EX):
            os.ftruncate(self.descriptor, 0)
            os.pwrite(self.descriptor, f"{os.getpid()} {server}\n".encode(), 0)
            joined = not server or self._take(fcntl.LOCK_SH)
        else:
            joined = bool(server) and self._take(fcntl.LOCK_SH) and self._holder()[1] == server
        if not joined:
            message = self._describe_holder()
            self.release()
            raise KnowledgeBaseBusy(message)

    def release(self) -> None:
        """Let the directory go; harmless when called twice."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def _take(self, how: int) -> bool:
        try:
            fcntl.flock(self.descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _holder(self) -> tuple[str, str]:
        """The process that came first, and the vector server that it named."""
        owner, _, server = os.pread(self.descriptor, 500, 0).decode("utf-8", "replace").strip().partition(" ")
        return owner or "未知", server

    def _describe_holder(self) -> str:
        owner, server = self._holder()
        if server:
            return (
                f"知识库目录 {self._folder} 正由使用向量服务器 {server} 的进程共用，"
                f"内嵌的 Chroma 或另一台服务器不能加入。"
                f"要与它们同时使用，请设置 WENZHENG_KNOWLEDGE__CHROMA_URL={server}。"
            )
        return (
            f"知识库目录 {self._folder} 正被另一个进程使用（进程号 {owner}），内嵌的 Chroma 不能共用。"
            "请先停止该进程；需要多个进程同时服务时，请用 wenzheng serve --workers。"
        )


class FileLock:
    """A file that one process holds at a time. It may be renamed or removed meanwhile."""

    def __init__(self, descriptor: int) -> None:
        """Use `take`."""
        self.descriptor = descriptor

    @classmethod
    def take(cls, path: Path, *, make: bool = False) -> Self | None:
        """The lock on a file, which is made if need be; None where there is no such file or somebody holds it."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | (os.O_CREAT if make else 0), 0o644)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):  # else its holder removed it just now
                return cls(descriptor)
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(descriptor)
        return None

    def release(self) -> None:
        os.close(self.descriptor)


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
