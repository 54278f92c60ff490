"""`python -m eval.bench.serving`: the whole service over HTTP, in a process of its own, with a crowd asking at once.

`--changes` has a document come, change and go instead, while the crowd asks about it: every answer must be of a state
that the knowledge base was in while it was being answered. Ends with 1 where an answer failed or was of no such state.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import httpx
import uvicorn

from assistant import logs
from assistant.api.app import create_app
from assistant.cli.opening import fill
from assistant.core import Assistant
from assistant.settings import load_settings
from eval.bench.changing import Change, change_and_ask
from eval.bench.measuring import Aim, Figure, percentile, ratio, resident_mb, tabulate
from eval.datasets.suites import load_suite
from ingestion.knowledge.embedding import Embedder, EmbeddingConfig, create_embedder

_THREADS = 2
_QUESTIONS = 100
_TIMEOUT_S = 60.0
_RUN = "from assistant.cli import main; main()"
_SERVE = "from eval.bench.serving import serve; serve()"
_CACHE = Path(tempfile.gettempdir()) / "wenzheng-bench" / "models"


@dataclass(frozen=True, slots=True)
class Service:
    """A service that runs: where it is, its process, and a key that opens everything."""

    url: str
    pid: int
    key: str


@dataclass(slots=True)
class Crowd:
    """What a crowd went through: seconds an answer, what failed, and the service's memory once a second."""

    seconds: float = 0.0
    waits_s: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    resident_mb: list[float] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.serving", description=__doc__)
    parser.add_argument("--clients", type=int, help="64, or 32 with --changes")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--changes", action="store_true")
    options = parser.parse_args(arguments)
    clients = options.clients or (32 if options.changes else 64)
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as service:
        if options.changes:
            change = asyncio.run(change_and_ask(service.url, service.key, clients, options.seconds))
            return _report_change(change, clients)
        questions = [q.question for q in load_suite("dev").questions if not q.turns]
        questions = questions[:: max(1, len(questions) // _QUESTIONS)]
        asyncio.run(ask_together(service.url, questions, clients, options.seconds / 6))  # everything is warm after it
        alone = _embedding_alone(questions, options.seconds / 6)
        crowd = asyncio.run(ask_together(service.url, questions, clients, options.seconds, pid=service.pid))
        _say(tabulate(describe(crowd, clients, alone)))
        for failure in crowd.failures[:5]:
            _say(f"FAILED {failure}")
        return 1 if crowd.failures else 0


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    """`wenzheng serve` over the shipped corpus in a folder, on a free port, answering with extracts."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("WENZHENG_", "OPENAI_"))}
    environment |= {"WENZHENG_DATA_DIR": str(folder / "data"), "WENZHENG_LOG_LEVEL": "ERROR"}
    make_key = [sys.executable, "-c", _RUN, "keys", "make", "bench", "--role", "admin"]
    made = subprocess.run(make_key, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    command = [sys.executable, "-c", _SERVE]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)  # noqa: S603
    try:
        yield Service(_address_of(process), process.pid, made.stdout.strip())
    finally:
        process.terminate()
        process.wait(60)


def serve() -> None:
    """The service process: as `wenzheng serve`, but each question pays for its own vector."""
    settings = load_settings()
    logs.configure(settings.log_level)
    assistant = Assistant(settings, embedder=_embedder())
    app = create_app(settings, assistant, prepare=fill)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        _complain(f"http://127.0.0.1:{listening.getsockname()[1]}")
        uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listening])


def _address_of(process: subprocess.Popen[str]) -> str:
    said = []
    for line in process.stderr or ():
        said.append(line)
        if found := re.search(r"http://[\w.]+:\d+", line):
            return found[0]
    raise RuntimeError("the service did not start: " + "".join(said)[-500:])


async def ask_together(
    url: str, questions: Sequence[str], clients: int, seconds: float, *, pid: int | None = None
) -> Crowd:
    """`clients` people ask one question after the other, each over a connection of their own."""
    crowd, queue, begun = Crowd(), cycle(questions), time.perf_counter()
    async with _watched(crowd, pid):
        await asyncio.gather(*(_keep_asking(url, queue, seconds, crowd) for _ in range(clients)))
    crowd.seconds = time.perf_counter() - begun
    return crowd


async def _keep_asking(url: str, queue: Iterator[str], seconds: float, crowd: Crowd) -> None:
    async with httpx.AsyncClient(base_url=url, timeout=_TIMEOUT_S) as client:
        until = time.perf_counter() + seconds  # making the client takes time by itself
        while (begun := time.perf_counter()) < until:
            try:
                response = await client.post("/v1/ask", json={"question": next(queue)})
            except httpx.HTTPError as exc:
                crowd.failures.append(repr(exc))
                continue
            if response.status_code != httpx.codes.OK:
                crowd.failures.append(f"{response.status_code} {response.text[:200]}")
            crowd.waits_s.append(time.perf_counter() - begun)


@asynccontextmanager
async def _watched(crowd: Crowd, pid: int | None) -> AsyncIterator[None]:
    """Notes the memory of a process once a second."""

    async def watch() -> None:
        while True:
            crowd.resident_mb.append(resident_mb(pid))
            await asyncio.sleep(1)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()


def _embedding_alone(questions: Sequence[str], seconds: float) -> float:
    """Questions a second through the embedding and nothing else, on as many threads as the service has."""
    embedder = _embedder()
    begun = time.perf_counter()

    def embed(queue: Iterator[str]) -> float:
        done = 0.0
        while time.perf_counter() - begun < seconds:
            embedder.embed_query(next(queue))
            done += 1
        return done

    with ThreadPoolExecutor(_THREADS) as pool:
        done = sum(pool.map(embed, [cycle(questions) for _ in range(_THREADS)]))
    return done / (time.perf_counter() - begun)


def _embedder() -> Embedder:
    return create_embedder(EmbeddingConfig(threads=_THREADS, cache_dir=_CACHE), remembers=False)


def describe(crowd: Crowd, clients: int, alone: float) -> list[Figure]:
    """The figures of one run."""
    rate = Figure(f"{clients} clients, answers a second over HTTP", (len(crowd.waits_s) / crowd.seconds,))
    base = Figure(f"embedding alone, {_THREADS} threads, questions a second", (alone,))
    half, late = percentile(crowd.waits_s, 0.5), percentile(crowd.waits_s, 0.99)
    quarter = max(1, len(crowd.resident_mb) // 4)
    early, last = (percentile(part, 0.5) for part in (crowd.resident_mb[:quarter], crowd.resident_mb[-quarter:]))
    return [
        Figure("failed", (len(crowd.failures),), f"of {len(crowd.waits_s)}", Aim(0), digits=0),
        rate,
        base,
        ratio("answers / embedding alone", rate, base),
        Figure("p50", (half * 1000,), "ms", digits=0),
        Figure("p99", (late * 1000,), "ms", digits=0),
        Figure("p99 / p50", (late / half,), "×", Aim(4), digits=2),
        Figure("service's memory, first quarter", (early,), "MB", digits=0),
        Figure("service's memory, last quarter", (last,), "MB", digits=0),
        Figure("last / first quarter", (last / early,), "×", Aim(1.05), digits=3),
    ]


def _report_change(change: Change, clients: int) -> int:
    figures = [
        Figure("failed", (len(change.failures),), f"of {change.asked}", Aim(0), digits=0),
        Figure("of no state that was", (len(change.strays),), f"of {change.asked}", Aim(0), digits=0),
        Figure(f"{clients} clients, document came, changed or went", (change.changes,), "times", digits=0),
        Figure("states that answers were of", (len(change.seen),), digits=0),
    ]
    _say(tabulate(figures))
    for fault in [*change.failures, *change.strays][:5]:
        _say(f"FAULT {fault}")
    return 1 if change.failures or change.strays else 0


def _complain(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
