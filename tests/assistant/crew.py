"""`wenzheng serve --workers 2` as a person would run it, and clients that know which worker they talk to."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

COMMAND = "from assistant.cli import main; main()"
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")
_PATIENCE_S = 60


class Crew:
    """The processes of one service in a folder that holds its data directory."""

    def __init__(self, folder: Path, *arguments: str, **variables: str) -> None:
        self._log = folder / "service.log"
        command = [sys.executable, "-c", COMMAND, "serve", "--workers", "2", "--port", "0", *arguments]
        told = len(self.log()) if self._log.exists() else 0
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=folder, stderr=log, env=os.environ | variables)
        self.wait_for(lambda: _ADDRESS.search(self.log()[told:]) is not None)
        found = _ADDRESS.search(self.log()[told:])
        assert found
        self.port = int(found[1])

    def log(self) -> str:
        return self._log.read_text("utf-8")

    def wait_for(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE_S
        while not happened():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < end, self.log()
            time.sleep(0.05)

    def chroma(self) -> int:
        """The process id of the vector server."""
        return next(pid for pid in _children(self.process.pid) if "chroma_process" in _command(pid))

    def workers(self) -> list[int]:
        """The processes that listen."""
        listening = _sockets(lambda here, _: here == self.port)
        return [pid for pid in _children(self.process.pid) if listening & _open_files(pid)]

    def client(self, worker: int | None = None) -> Client:
        """A client of that worker, or of whichever takes its connections."""
        return Client(self, worker)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_PATIENCE_S)


class Client:
    """Talks to one worker: a connection stays with the process that took it."""

    def __init__(self, crew: Crew, worker: int | None) -> None:
        self._crew = crew
        self._worker = worker
        self._connection = self._connect()
        self.headers = {"Content-Type": "application/json"}

    def _connect(self) -> HTTPConnection:
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            connection = HTTPConnection("127.0.0.1", self._crew.port, timeout=_PATIENCE_S)
            with suppress(ConnectionError):  # of a worker that was just killed
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                if self._worker is None or self._taker(connection) == self._worker:
                    return connection
            connection.close()
        raise AssertionError(f"worker {self._worker} takes no connections\n{self._crew.log()}")

    def _taker(self, connection: HTTPConnection) -> int | None:
        """Which of the workers holds the other end of the connection."""
        port = connection.sock.getsockname()[1]
        sockets = _sockets(lambda _, there: there == port)
        return next((pid for pid in self._crew.workers() if sockets & _open_files(pid)), None)

    def is_ready(self) -> bool:
        return self._request("GET", "/readyz")[0] == 200

    def get(self, path: str) -> Any:
        return self._send("GET", path)

    def post(self, path: str, **body: object) -> Any:
        return self._send("POST", path, json.dumps(body).encode())

    def ask(self, question: str, **fields: object) -> Any:
        return self.post("/v1/ask", question=question, **fields)

    def upload(self, name: str, text: str, key: str, doc_id: str = "") -> Any:
        """A new document, or a new version of `doc_id`."""
        field = "file" if doc_id else "files"
        head = f'--part\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        headers = {"Content-Type": "multipart/form-data; boundary=part", "Authorization": f"Bearer {key}"}
        body = f"{head}{text}\r\n--part--\r\n".encode()
        if doc_id:
            return self._send("PUT", f"/v1/documents/{doc_id}", body, headers)
        return self._send("POST", "/v1/documents", body, headers)

    def job(self, job_id: str, key: str) -> Any:
        """The job once it is over."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            job = self._send("GET", f"/v1/jobs/{job_id}", headers={"Authorization": f"Bearer {key}"})
            if job["state"] != "running":
                return job
            time.sleep(0.05)
        raise AssertionError("the job does not end")

    def close(self) -> None:
        self._connection.close()

    def _send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
        status, data = self._request(method, path, body, headers)
        assert status < 300, f"{status} {data.decode()}"
        return json.loads(data)

    def _request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        try:
            self._connection.request(method, path, body, headers or self.headers)
            response = self._connection.getresponse()
        except ConnectionError:  # idle for too long
            self._connection.close()
            self._connection = self._connect()
            self._connection.request(method, path, body, headers or self.headers)
            response = self._connection.getresponse()
        return response.status, response.read()


def _sockets(wanted: Callable[[int, int], bool]) -> set[str]:
    """Sockets by their ports, here and there, as open files are named."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ports = [tuple(int(end.rpartition(":")[2], 16) for end in line[1:3]) for line in lines]
    return {f"socket:[{line[9]}]" for line, (here, there) in zip(lines, ports, strict=True) if wanted(here, there)}


def _children(pid: int) -> list[int]:
    """Child processes of all threads of a process, oldest first."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        found |= set(map(int, (task / "children").read_text().split()))
    return sorted(found)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _open_files(pid: int) -> set[str]:
    links = set()
    with suppress(FileNotFoundError, ProcessLookupError):
        for link in list(Path(f"/proc/{pid}/fd").iterdir()):
            with suppress(FileNotFoundError):
                links.add(os.readlink(link))
    return links


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True
