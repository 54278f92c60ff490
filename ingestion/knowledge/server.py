"""A Chroma server of our own, for several processes that share a data directory.

It listens on loopback only, as Chroma knows no passwords; what it holds are keys and vectors, no text. It lives and
dies with the process that started it, and is started again where it dies alone; then all of its vectors are looked
at, and those that the kill has cost are rebuilt from the catalog.
"""

from __future__ import annotations

import contextlib
import logging
import math
import multiprocessing
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Self

from ingestion.errors import KnowledgeBaseBusy, KnowledgeBaseError
from ingestion.knowledge import catalog, tables
from ingestion.knowledge.contract import KnowledgeConfig
from ingestion.knowledge.database import connect
from ingestion.knowledge.indexes import Indexes, Notify
from ingestion.knowledge.lock import DirectoryLock, WriteLock

logger = logging.getLogger(__name__)

_HOST = "127.0.0.1"
_PROGRAM = Path(__file__).with_name("chroma_process.py")
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_FREE_SECONDS = 3.0  # that a server whose parent was killed gets to leave
_QUICK_SECONDS = 5.0
_LOOK_SECONDS = 0.2
_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 10.0
_ATTEMPTS = 4


class ChromaServer:
    """A context manager over a data directory. `config` is that of its users while the server runs.

    Raises `KnowledgeBaseBusy` where another process uses the directory with vectors of its own, and
    `KnowledgeBaseError` where Chroma does not start. `notify` is told, in Chinese, what happens to it later.
    """

    def __init__(self, config: KnowledgeConfig, *, notify: Notify) -> None:
        self.config = config
        self._notify = notify
        self._folder = config.data_dir / "chroma"
        self._store = self._folder / "store"
        self._log = self._folder / "server.log"
        self._unclean = self._folder / "running"  # there while the server is, and after it was killed
        self._undo = contextlib.ExitStack()
        self._stopping = threading.Event()

    @property
    def pid(self) -> int:
        """The process id of the server, a new one after each start."""
        return self._process.pid

    def kill(self) -> None:
        """Kill the server as the system might; harmless where it is dead already."""
        self._process.kill()

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as undo:
            self._lock = _take(self._folder)
            undo.callback(self._lock.release)
            self._start_somewhere()
            undo.callback(self._stop)
            url = f"http://{_HOST}:{self._port}"
            undo.callback(DirectoryLock(self.config.data_dir, server=url).release)
            self.config = replace(self.config, chroma_url=url)
            killed = self._unclean.exists()
            self._unclean.touch()
            self._mend(thorough=killed)
            watch = threading.Thread(target=self._watch, name="chroma-watch", daemon=True)
            watch.start()
            undo.callback(watch.join)
            undo.callback(self._stopping.set)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()
        self._unclean.unlink(missing_ok=True)

    def _start_somewhere(self) -> None:
        """Start on the port of the last time, which clients may still know, or on another one."""
        known = self._folder / "port"
        before = known.read_text() if known.exists() else ""
        ports = [int(before)] if before.isdecimal() else []
        for _ in range(_ATTEMPTS):
            self._port = ports.pop() if ports else _free_port()
            if self._start() or (self._clear_damaged() and self._start()):
                known.write_text(str(self._port))
                return
        raise KnowledgeBaseError(f"向量服务器没有启动，原因见 {self._log}。")

    def _start(self) -> bool:
        """Start the process and wait until it answers; False where it ends before."""
        if _is_taken(self._port):
            return False
        command = [sys.executable, "-P", str(_PROGRAM), "--path", str(self._store)]
        command += ["--host", _HOST, "--port", str(self._port)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                process_group=0,  # Ctrl+C is for its users, who finish first
                pass_fds=[self._lock.descriptor],  # the folder is held as long as the server lives
            )
        end = time.monotonic() + _START_SECONDS
        while self._process.poll() is None:
            if _answers(self._port):
                return True
            if time.monotonic() > end:
                break
            time.sleep(_PAUSE_SECONDS)
        self._stop()
        return False

    def _watch(self) -> None:
        while not self._stopping.wait(_LOOK_SECONDS):
            if (code := self._process.poll()) is not None:
                self._notify(f"向量服务器意外退出（代码 {code}），正在重新启动。")
                self._restart()

    def _restart(self) -> None:
        self._stop()
        pause = _PAUSE_SECONDS
        while not (self._start() or (self._clear_damaged() and self._start())):
            self._notify(f"向量服务器没有启动，原因见 {self._log}；稍后重试。")
            if self._stopping.wait(pause):
                return
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
        self._mend(thorough=True)

    def _stop(self) -> None:
        """End the process, if it has not ended, and close what belongs to it."""
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _clear_damaged(self) -> bool:
        """Remove the store where its database is none; whether it was so."""
        try:
            with contextlib.closing(sqlite3.connect(f"file:{self._store / 'chroma.sqlite3'}?mode=ro", uri=True)) as db:
                db.execute("SELECT count(*) FROM collections").fetchone()
        except sqlite3.OperationalError:  # not there, or not to be read just now
            return False
        except sqlite3.DatabaseError:
            self._notify("向量服务器的数据已损坏，将依据目录库重建，不会重新计算向量。")
            shutil.rmtree(self._store)
            return True
        return False

    def _mend(self, *, thorough: bool) -> None:
        """Bring the vectors in line with the catalog, in a process of its own, whose memory is given back."""
        process = multiprocessing.get_context("spawn").Process(target=mend, args=(self.config, thorough))
        process.start()
        patience = time.monotonic() + _QUICK_SECONDS
        while process.is_alive() and not self._stopping.is_set() and self._process.poll() is None:
            process.join(_LOOK_SECONDS)
            if time.monotonic() > patience:
                self._notify("正在核对并补齐向量服务器中的向量，文件多时需要几分钟。")
                patience = math.inf
        if process.is_alive():  # it may wait for a writer who waits for the server
            process.terminate()
            process.join()
        elif process.exitcode:
            self._notify("向量索引的检查没有完成，请运行 wenzheng doctor。")


def mend(config: KnowledgeConfig, thorough: bool) -> None:  # noqa: FBT001 - called with positions only
    """Bring the vectors on a server in line with the catalog; `thorough` looks at every single one."""
    engine = connect(config.data_dir, config.database_url)
    try:
        tables.metadata.create_all(engine)
        with engine.connect() as connection:
            if not catalog.read_meta(connection):
                return
        turns = WriteLock(config.data_dir, shared=True)
        indexes = Indexes(config.data_dir, config.chroma_url, engine, turns.held, logger.warning)
        with contextlib.closing(indexes):
            indexes.mend_vectors(thorough=thorough)
    finally:
        engine.dispose()


def _take(folder: Path) -> DirectoryLock:
    """The lock of the server's folder; a server whose parent was killed gets a moment to leave."""
    end = time.monotonic() + _FREE_SECONDS
    while True:
        try:
            return DirectoryLock(folder)
        except KnowledgeBaseBusy as exc:
            if time.monotonic() > end:
                raise KnowledgeBaseBusy(f"数据目录 {folder.parent} 已有一个多进程服务在运行，请先停止它。") from exc
        time.sleep(_PAUSE_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((_HOST, port)) == 0


def _answers(port: int) -> bool:
    import httpx

    try:
        return httpx.get(f"http://{_HOST}:{port}/api/v2/heartbeat", trust_env=False).is_success
    except httpx.HTTPError:
        return False
