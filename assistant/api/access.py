"""Who is calling and what they may do.

A key stands for its owner. Without one the caller is the anonymous owner of a random cookie, set by the page, or
`public`, for whom an unguessable session id is all that leads to a session.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

import structlog
from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant.api.problems import CHALLENGE, FORBIDDEN, UNAUTHORIZED, ApiError
from assistant.api.state import Shared, State
from assistant.records import KeyRole
from assistant.records.keys import PREFIX

Role = Literal["public"] | KeyRole
COOKIE = "wenzheng_user"
_ORDER: tuple[Role, ...] = ("public", "ask", "staff", "admin")
_COOKIE_VALUE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_bearer = HTTPBearer(auto_error=False, description="`wenzheng keys make` prints a key")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """`user` scopes sessions; `actor` is what the audit trail names; `channel` is the page or the bare API."""

    user: str
    role: Role
    address: str
    key_id: str | None = None
    channel: Literal["web", "api"] = "api"

    @property
    def actor(self) -> str:
        return self.key_id or self.address

    def may(self, role: Role) -> bool:
        return _ORDER.index(self.role) >= _ORDER.index(role)


async def identify(request: Request, state: Shared) -> Caller:
    """The caller of a request; a key of ours that is unknown or revoked is an error, never ignored."""
    address = request.client.host if request.client else "unknown"
    cookie = request.cookies.get(COOKIE, "")
    visitor = _COOKIE_VALUE.fullmatch(cookie) is not None  # the page gives everyone who opens it a name
    channel: Literal["web", "api"] = "web" if visitor else "api"
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    token = credentials.strip() if scheme.lower() == "bearer" else ""
    # OpenAI clients cannot do without some key; one that is not ours says nothing about the caller.
    if token.startswith(PREFIX):
        key = await state.assistant.run(state.records.keys.check, token)
        if key is None:
            log.warning("key refused", address=address)
            raise _unauthorized("密钥无效或已被吊销。")
        return Caller(f"key:{key.key_id}", key.role, address, key.key_id, channel)
    return Caller(f"anonymous:{cookie}" if visitor else "public", "public", address, channel=channel)


Identified = Annotated[Caller, Depends(identify)]


async def admit_reader(caller: Identified, state: Shared) -> Caller:
    """Anyone where asking is open to the public, key holders otherwise."""
    if not state.settings.server.open_to_public and not caller.may("ask"):
        raise _unauthorized("本服务未向公众开放,请使用密钥访问。")
    return caller


Reader = Annotated[Caller, Depends(admit_reader)]


async def admit_asker(caller: Reader, state: Shared) -> Caller:
    """As a reader, within the rate limit."""
    await state.limits.spend(caller.key_id, caller.address)
    return caller


Asker = Annotated[Caller, Depends(admit_asker)]


def _at_least(role: KeyRole) -> Callable[..., Awaitable[Caller]]:
    async def admit(
        request: Request,
        caller: Identified,
        state: Shared,
        _scheme: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    ) -> Caller:
        if caller.may(role):
            return caller
        await _note_refusal(state, caller, f"{request.method} {request.url.path}")
        if caller.role == "public":
            raise _unauthorized("该操作需要工作人员密钥。")
        raise ApiError(FORBIDDEN, "该密钥无权执行此操作。")

    return admit


Staff = Annotated[Caller, Depends(_at_least("staff"))]
Admin = Annotated[Caller, Depends(_at_least("admin"))]


async def _note_refusal(state: State, caller: Caller, action: str) -> None:
    log.warning("action refused", actor=caller.actor, role=caller.role)
    await state.assistant.run(state.records.audit.add, caller.actor, action, "", "refused")


def _unauthorized(detail: str) -> ApiError:
    return ApiError(UNAUTHORIZED, detail, {"WWW-Authenticate": CHALLENGE})
