"""What another process does to a data directory.

Run as a module it reads commands (JSON, one a line) and forks for each, so that the libraries are imported once:
`["start", function, argument…]` answers `{"pid": …}`, `["wait", pid]` answers `{"status": …}`; a child that is ready
says `{"ready": …}`.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingestion.knowledge import KnowledgeBase, KnowledgeConfig
from tests.ingestion.knowledge.policies import HashEmbedder, policy

PRELOAD = ("langchain_chroma", "tantivy", "rjieba", "numpy")

# where to die: a function, before or after its n-th call
POINTS = {
    "before anything is embedded": ("ingestion.knowledge.base:KnowledgeBase._embed", "before", 1),
    "once the vectors are stored": ("ingestion.knowledge.base:KnowledgeBase._embed", "after", 1),
    "once the indexes are marked": ("ingestion.knowledge.indexes:Indexes._mark_all", "after", 1),
    "with Chroma ahead": ("ingestion.knowledge.vectors:VectorIndex.add", "after", 1),
    "with both indexes ahead": ("ingestion.knowledge.indexes:Indexes.change", "after", 1),
    "in the middle of the commit": ("ingestion.knowledge.catalog:delete_document", "after", 1),
    "at the end of the commit": ("ingestion.knowledge.catalog:advance_version", "after", 1),
    "right after the commit": ("ingestion.knowledge.base:KnowledgeBase._commit", "after", 1),
    "with Chroma cleared of the old": ("ingestion.knowledge.vectors:VectorIndex.delete", "after", 1),
    "before the indexes are clean": ("ingestion.knowledge.indexes:Indexes._mark_all", "before", 2),
}

OLD = policy("林业", "每年造林三万亩", "新建森林公园2处", edition="旧版")
NEW = policy("林业", "退耕还草五百亩", "管护古树名木", "防治病虫害", edition="新版")


def replace_and_die(data_dir: str, point: str) -> None:
    """Replace OLD by NEW and be killed at `point`."""
    kb = KnowledgeBase.open(KnowledgeConfig(Path(data_dir)), HashEmbedder())
    _die_at(*POINTS[point])
    kb.replace(NEW, content_hash="新")
    os._exit(3)  # the point was never reached


def _die_at(name: str, moment: str, call: int) -> None:
    module, _, path = name.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, function = path.split(".")
    for part in classes:
        owner = getattr(owner, part)
    original: Callable[..., object] = getattr(owner, function)
    calls = 0

    def fatal(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if moment == "before" and calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, function, fatal)


def replace_for_ever(data_dir: str) -> None:
    """Replace a document by ever new versions until killed."""
    kb = KnowledgeBase.open(KnowledgeConfig(Path(data_dir)), HashEmbedder())
    for i in range(1_000_000):
        sentences = [f"第{i}轮任务{n}完成{i * n}项" for n in range(1, 30)]
        kb.replace(policy("轮换", *sentences, edition=str(i)), content_hash=str(i))
        if i == 1:
            _say(ready=os.getpid())


def hold(data_dir: str) -> None:
    """Own the directory until killed."""
    with KnowledgeBase.open(KnowledgeConfig(Path(data_dir)), HashEmbedder()):
        _say(ready=os.getpid())
        signal.pause()


def _say(**message: int) -> None:
    os.write(1, f"{json.dumps(message)}\n".encode())


def main() -> None:
    for module in PRELOAD:
        importlib.import_module(module)
    functions = {function.__name__: function for function in (replace_and_die, replace_for_ever, hold)}
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        if command == "wait":
            _say(status=os.waitstatus_to_exitcode(os.waitpid(arguments[0], 0)[1]))
        elif pid := os.fork():
            _say(pid=pid)
        else:
            functions[arguments[0]](*arguments[1:])
            os._exit(3)


if __name__ == "__main__":
    main()
