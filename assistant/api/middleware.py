"""What surrounds every request: an id, a size limit, security headers, one log line and the metrics."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.metrics import Metrics
from assistant.api.problems import CHALLENGE, TOO_LARGE, UNAUTHORIZED, ApiError, problem_of
from assistant.api.tracing import Tracing
from assistant.records.keys import PREFIX

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Bytes that a request may carry; uploads have their own limit.

    A body is read before a route looks at the key, so only who brings one may send much.
    """

    usual: int
    upload: int

    def of(self, scope: Scope, headers: Headers) -> int:
        return self.upload if _is_upload(scope, headers) and _brings_key(headers) else self.usual

    def refuse(self, scope: Scope, headers: Headers) -> ApiError:
        """The error for a request that carries more."""
        close = {"Connection": "close"}
        if _is_upload(scope, headers) and not _brings_key(headers):
            return ApiError(UNAUTHORIZED, "上传文件需要工作人员密钥。", close | {"WWW-Authenticate": CHALLENGE})
        limit = self.of(scope, headers)
        most = f"{limit // 1024**2} MB" if limit >= 1024**2 else f"{limit // 1024} KB"
        return ApiError(TOO_LARGE, f"请求内容超过上限({most})。", close)


def _is_upload(scope: Scope, headers: Headers) -> bool:
    return scope["path"].startswith("/v1/documents") and headers.get("content-type", "").startswith("multipart/")


def _brings_key(headers: Headers) -> bool:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and token.strip().startswith(PREFIX)


class RequestFrame:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp, *, limits: BodyLimits, metrics: Metrics, tracing: Tracing) -> None:
        self._app = app
        self._limits = limits
        self._metrics = metrics
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        offered = headers.get("x-request-id", "")
        request_id = offered if _REQUEST_ID.fullmatch(offered) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = time.perf_counter(), 0

        async def send_framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message, scope, request_id)
            await send(message)

        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            with self._tracing.request(scope["method"], request_id) as span:
                await self._guarded(scope, headers, receive, send_framed)
                if span:
                    span.update_name(f"{scope['method']} {_route_of(scope)}")
                    span.set_attribute("http.response.status_code", status)
        finally:
            seconds, route = time.perf_counter() - started, _route_of(scope)
            self._metrics.saw_request(route, scope["method"], status, seconds)
            log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))

    async def _guarded(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        begun = False

        async def send_noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._limited(scope, headers, receive, send_noted)
        except Exception as error:  # outermost loop of a request: what nobody foresaw is logged and told as 500
            problem = problem_of(error, scope)
            if begun:
                raise
            await problem.response()(scope, receive, send)

    async def _limited(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        limit, seen = self._limits.of(scope, headers), 0
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            await problem_of(self._limits.refuse(scope, headers), scope).response()(scope, receive, send)
            return

        async def receive_limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(TOO_LARGE.status, headers={"Connection": "close"})
            return message

        await self._app(scope, receive_limited, send)


def _route_of(scope: Scope) -> str:
    """The pattern that matched; the names of files would be a series each."""
    return "/static" if scope["path"].startswith("/static/") else getattr(scope.get("route"), "path", "unmatched")


def _add_headers(message: Message, scope: Scope, request_id: str) -> None:
    headers = MutableHeaders(scope=message)
    headers["X-Request-Id"] = request_id
    # Files of the page are looked at again each time, and sent again only when they have changed.
    headers.setdefault("Cache-Control", "no-cache" if scope["path"].startswith("/static/") else "no-store")
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value
