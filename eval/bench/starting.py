"""A cold `wenzheng ask`: a process that starts, answers one question and ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from eval.bench.measuring import Aim, Figure

# the peak is told by the process itself: what it ran under counts for its parent's memory too
_RUN = """
import atexit, sys
from eval.bench.measuring import peak_mb
atexit.register(lambda: print(peak_mb(), file=sys.stderr))
from assistant.cli import main
main()
"""


def time_starts(folder: Path, question: str, rounds: int) -> list[Figure]:
    """Seconds and peak memory of the command over a knowledge base that is there; the first, unmeasured, fills it."""
    _run(folder, question)
    measured = [_run(folder, question) for _ in range(rounds)]
    seconds, busy, memory = zip(*measured, strict=True)
    return [
        Figure("cold `wenzheng ask`", tuple(seconds), "s", Aim(4), digits=2),
        Figure("cold `wenzheng ask`, processor time", tuple(busy), "s", digits=2),
        Figure("cold `wenzheng ask`, peak memory", tuple(memory), "MB", Aim(500), digits=0),
    ]


def _run(folder: Path, question: str) -> tuple[float, float, float]:
    # installed packages have their bytecode, and the first run leaves what is missing
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"WENZHENG_DATA_DIR": str(folder), "WENZHENG_LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-c", _RUN, "ask", question]
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603
    said, complained = (pipe.read() if pipe else b"" for pipe in (process.stdout, process.stderr))
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not said.strip():
        raise RuntimeError(f"wenzheng ask failed: {complained.decode(errors='replace')[-500:]}")
    return seconds, usage.ru_utime + usage.ru_stime, float(complained.split()[-1])
