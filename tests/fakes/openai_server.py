"""A scripted OpenAI-compatible chat server on loopback: real HTTP, whole and streamed replies, every way to fail.

    with OpenAIServer() as server:
        server.enqueue(Reply("年内新增120家。[1]"))
        ...  # call server.base_url
        assert server.requests[0]["model"] == "..."

A request that finds no reply in the queue gets `server.default`.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted reply. `chunks` overrides how `text` is cut up when streamed."""

    text: str | Callable[[Mapping[str, Any]], str] = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: tuple[str, ...] | None = None
    finish_reason: str | None = "stop"
    refusal: str | None = None
    delay_s: float = 0.0  # before anything is sent
    pause_s: float = 0.0  # between chunks
    break_after: int | None = None  # close the connection after so many chunks, without an end
    endless: bool = False  # repeat the chunks until the client leaves
    body: bytes | None = None  # sent as it is instead of a chat completion
    usage: Mapping[str, int] | None = None


class OpenAIServer:
    """Serves `/v1/chat/completions` from a queue of replies and keeps what was asked."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.disconnects = 0
        self.default = Reply("好的。")
        self.lacks: tuple[str, ...] = ()  # types of `response_format` that are answered with 400
        self._queue: deque[Reply] = deque()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.script = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def enqueue(self, *replies: Reply | str) -> None:
        with self._lock:
            self._queue.extend(Reply(r) if isinstance(r, str) else r for r in replies)

    def reset(self) -> None:
        """Forget queue and history."""
        with self._lock:
            self._queue.clear()
            self.requests.clear()
            self.headers.clear()
            self.disconnects = 0
            self.lacks = ()

    def take(self, request: dict[str, Any], headers: dict[str, str]) -> Reply:
        with self._lock:
            self.requests.append(request)
            self.headers.append(headers)
            if request.get("response_format", {}).get("type") in self.lacks:
                return Reply(status=400)
            return self._queue.popleft() if self._queue else self.default

    def note_disconnect(self) -> None:
        with self._lock:
            self.disconnects += 1

    def wait(self, seconds: float) -> None:
        """Sleep, but not beyond the server's life."""
        self._stopping.wait(seconds)

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def __enter__(self) -> OpenAIServer:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    script: OpenAIServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is part of the script, not an error to print."""
        self.script.note_disconnect()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self._send(200, json.dumps({"object": "list", "data": [{"id": "scripted", "object": "model"}]}).encode())

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.server.script.take(request, dict(self.headers.items()))
        self.server.script.wait(reply.delay_s)
        if reply.status != 200 and reply.body is None:
            error = {"error": {"message": "scripted failure", "type": "scripted", "code": None}}
            self._send(reply.status, json.dumps(error).encode(), reply.headers)
        elif reply.body is not None:
            self._send(reply.status, reply.body, reply.headers)
        elif request.get("stream"):
            self._stream(reply, request)
        elif reply.break_after is not None:
            self.close_connection = True
        else:
            self._send(200, json.dumps(_completion(reply, request)).encode(), reply.headers)

    def _send(self, status: int, body: bytes, headers: Mapping[str, str] = {}) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, reply: Reply, request: Mapping[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            for sent, event in enumerate(_events(reply, request)):
                if reply.break_after == sent or self.server.script.stopping:
                    return
                self.wfile.write(f"data: {event}\n\n".encode())
                self.wfile.flush()
                self.server.script.wait(reply.pause_s)
        except OSError:
            self.server.script.note_disconnect()


def _text(reply: Reply, request: Mapping[str, Any]) -> str:
    return reply.text(request) if callable(reply.text) else reply.text


def _completion(reply: Reply, request: Mapping[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": _text(reply, request)}
    if reply.refusal:
        message["refusal"] = reply.refusal
    return {
        "id": "scripted", "object": "chat.completion", "created": int(time.time()), "model": request.get("model", ""),
        "choices": [{"index": 0, "message": message, "finish_reason": reply.finish_reason}],
        "usage": _usage(reply),
    }  # fmt: skip


def _usage(reply: Reply) -> Mapping[str, int]:
    return reply.usage or {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}


def _events(reply: Reply, request: Mapping[str, Any]) -> Iterator[str]:
    text = _text(reply, request)
    chunks = reply.chunks or tuple(text[i : i + 4] for i in range(0, len(text), 4))
    base = {"id": "scripted", "object": "chat.completion.chunk", "created": 0, "model": request.get("model", "")}
    while True:
        for chunk in chunks:
            yield json.dumps({**base, "choices": [{"index": 0, "delta": {"content": chunk}, "finish_reason": None}]})
        if not reply.endless:
            break
    delta = {"refusal": reply.refusal} if reply.refusal else {}
    yield json.dumps({**base, "choices": [{"index": 0, "delta": delta, "finish_reason": reply.finish_reason}]})
    if request.get("stream_options", {}).get("include_usage"):
        yield json.dumps({**base, "choices": [], "usage": _usage(reply)})
    yield "[DONE]"


__all__ = ["OpenAIServer", "Reply"]
