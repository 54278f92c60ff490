"""A server of the real assistant on loopback, in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass

import httpx
import uvicorn
from fastapi import FastAPI


@dataclass
class Live:
    """`url` has no slash at its end."""

    url: str
    app: FastAPI
    server: uvicorn.Server
    thread: threading.Thread

    def key(self, role: str) -> str:
        return self.app.state.wenzheng.records.keys.make("测试", role)[1]

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(30)
        assert not self.thread.is_alive()


def start(app: FastAPI) -> Live:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=20))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    live = Live(f"http://127.0.0.1:{listening.getsockname()[1]}", app, server, thread)
    for _ in range(600):
        if server.started:
            return live
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    raise TimeoutError


def wait_for_job(client: httpx.Client, job_id: str) -> dict:
    for _ in range(600):
        job = client.get(f"/v1/jobs/{job_id}").json()
        if job["state"] != "running":
            return job
        time.sleep(0.05)
    raise TimeoutError
