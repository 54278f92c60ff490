"""Every error as RFC 9457 `application/problem+json`, decided in one table by the class of the exception."""

from __future__ import annotations

import http
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route
from starlette.types import Scope

from assistant.errors import (
    AssistantError,
    ConfigError,
    InvalidRequest,
    QuestionTooLong,
    ServiceUnavailable,
    SessionNotFound,
    TransientError,
    UnknownFilter,
)
from ingestion.errors import (
    EmbeddingError,
    IngestionError,
    KnowledgeBaseError,
    NotFound,
    SourceError,
    UnsupportedSource,
)

MEDIA_TYPE = "application/problem+json"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457 problem details; `detail` is Chinese and fit for the user.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a class of error is shown."""

    status: int
    slug: str
    title: str


class ApiError(Exception):
    """An error that only this edge knows: access, limits, uploads."""

    def __init__(self, kind: Kind, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.headers = dict(headers or {})


CHALLENGE = 'Bearer realm="wenzheng"'
UNAUTHORIZED = Kind(401, "unauthorized", "需要有效的密钥")
FORBIDDEN = Kind(403, "forbidden", "密钥权限不足")
NOT_FOUND = Kind(404, "not-found", "没有找到")
CONFLICT = Kind(409, "conflict", "已经存在")
TOO_LARGE = Kind(413, "too-large", "请求内容过大")
TOO_MANY = Kind(429, "too-many-requests", "请求过于频繁")
UNEXPECTED = Kind(500, "unexpected", "服务内部错误")
UNAVAILABLE = Kind(503, "unavailable", "服务暂不可用")

# The first class that fits decides, so narrower classes stand first.
KINDS: tuple[tuple[type[Exception], Kind], ...] = (
    (QuestionTooLong, Kind(413, "question-too-long", "问题过长")),
    (UnknownFilter, Kind(404, "unknown-filter", "筛选条件无效")),
    (InvalidRequest, Kind(422, "invalid-request", "请求无效")),
    (SessionNotFound, Kind(404, "session-not-found", "会话不存在")),
    (TransientError, UNAVAILABLE),
    (ServiceUnavailable, UNAVAILABLE),
    (ConfigError, Kind(500, "misconfigured", "配置有误")),
    (AssistantError, UNEXPECTED),
    (NotFound, NOT_FOUND),
    (UnsupportedSource, Kind(415, "unsupported-source", "不支持的文件格式")),
    (SourceError, Kind(422, "unreadable-source", "文件无法读取")),
    (KnowledgeBaseError, UNAVAILABLE),
    (EmbeddingError, UNAVAILABLE),
    (IngestionError, UNEXPECTED),
)
_HTTP_KINDS = {
    kind.status: kind
    for kind in (
        Kind(400, "bad-request", "请求无效"),
        NOT_FOUND,
        Kind(405, "method-not-allowed", "不支持该方法"),
        TOO_LARGE,
        Kind(415, "unsupported-media-type", "不支持的内容类型"),
    )
}
_FIELD_MESSAGES = {
    "missing": "缺少该字段",
    "extra_forbidden": "未知字段",
    "json_invalid": "不是有效的 JSON",
    "string_too_short": "内容过短",
    "string_too_long": "内容过长",
    "string_pattern_mismatch": "内容不能为空白",
    "string_type": "应为文本",
    "literal_error": "不是允许的取值",
    "too_long": "数量过多",
    "too_short": "数量过少",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, ready to be sent."""

    kind: Kind
    detail: str
    instance: str = ""
    request_id: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)

    def document(self) -> dict[str, object]:
        """The JSON object. `error` repeats it in the shape that OpenAI clients read."""
        return {
            "type": f"urn:wenzheng:problem:{self.kind.slug}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "instance": self.instance,
            "request_id": self.request_id,
            "error": {"message": self.detail, "type": self.kind.slug, "code": self.kind.slug},
            **self.extra,
        }

    def response(self) -> JSONResponse:
        return JSONResponse(self.document(), self.kind.status, dict(self.headers), MEDIA_TYPE)


def problem_of(error: Exception, scope: Scope) -> Problem:
    """The problem that an error stands for; what nobody foresaw is logged with its traceback and told as 500."""
    where = {"instance": scope.get("path", ""), "request_id": scope.get("state", {}).get("request_id", "")}
    match error:
        case ApiError():
            return Problem(error.kind, str(error), headers=error.headers, **where)
        case RequestValidationError():
            return Problem(
                Kind(422, "invalid-request", "请求无效"), "请求中有不合要求的字段。", extra=_fields(error), **where
            )
        case HTTPException():
            phrase = http.HTTPStatus(error.status_code).phrase
            unnamed = Kind(error.status_code, phrase.lower().replace(" ", "-"), phrase)
            kind = _HTTP_KINDS.get(error.status_code, unnamed)
            return Problem(kind, kind.title + "。", headers=error.headers or {}, **where)
    for cls, kind in KINDS:
        if isinstance(error, cls):
            headers = {"Retry-After": "5"} if kind.status == http.HTTPStatus.SERVICE_UNAVAILABLE else {}
            if kind.status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
                log.error("request failed", error=type(error).__name__, exc_info=error)
            return Problem(kind, str(error), headers=headers, **where)
    log.error("unexpected error", error=type(error).__name__, exc_info=error)
    return Problem(UNEXPECTED, "服务遇到意外错误,请稍后再试。", **where)


def _fields(error: RequestValidationError) -> dict[str, object]:
    return {
        "errors": [
            {
                "pointer": "/" + "/".join(str(step) for step in item["loc"]),
                "detail": _FIELD_MESSAGES.get(item["type"], "取值不合要求"),
            }
            for item in error.errors()
        ]
    }


def _allowed(routers: Iterable[APIRouter], scope: Scope) -> set[str]:
    """The methods of every route at the path; the framework would name those of the first one."""
    routes = (route for router in routers for route in router.routes if isinstance(route, Route))
    return {method for route in routes if route.matches(scope)[0] is not Match.NONE for method in route.methods or ()}


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Route the exceptions that are raised on purpose through `problem_of`; `RequestFrame` sees the others."""

    async def respond(request: Request, error: Exception) -> JSONResponse:
        response = problem_of(error, request.scope).response()
        if response.status_code == http.HTTPStatus.METHOD_NOT_ALLOWED:
            known = ", ".join(sorted(_allowed(routers, request.scope)))
            response.headers["Allow"] = known or response.headers.get("Allow", "")
        return response

    for cls in (ApiError, RequestValidationError, HTTPException, AssistantError, IngestionError):
        app.add_exception_handler(cls, respond)
