"""The routes that platforms call. Everything is kept before it is acknowledged, and answered afterwards."""

from __future__ import annotations

import hmac
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from assistant.errors import ConfigError
from bots.errors import BadEnvelope, DeliveryError
from bots.objects import read_object
from bots.service import Bots, aibot_crypt, app_crypt, has_connection, revealed

if TYPE_CHECKING:
    from assistant.core import Assistant
    from assistant.settings import Settings
    from bots.wecom.aibot import WecomAibot
    from bots.wecom.app import WecomApp

T = TypeVar("T")
MAX_BODY = 1024 * 1024
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name


def routers(settings: Settings, assistant: Assistant) -> list[APIRouter]:
    """The webhook routes of the channels that the settings configure. Raises `ConfigError`."""
    hooked = bool(settings.telegram.token and settings.telegram.webhook_secret)
    if settings.telegram.webhook_url and not hooked:
        raise ConfigError("telegram.webhook_url 需要同时设置 telegram.token 和 telegram.webhook_secret。")
    try:
        of_app, of_aibot = app_crypt(settings), aibot_crypt(settings)
        bots = Bots(settings, assistant, telegram=hooked, callbacks=True)
        if hooked:
            import_module("telegram.ext")  # its absence is told at the start
    except ModuleNotFoundError as exc:
        raise ConfigError(f"聊天渠道需要软件包 {exc.name},请运行 make setup。") from exc
    if not (hooked or of_app or of_aibot or has_connection(settings)):
        return []
    router = APIRouter(tags=["channels"], lifespan=_lifespan(bots), include_in_schema=False)
    if hooked:
        _add_telegram(router, bots, revealed(settings.telegram.webhook_secret))
    if of_app:
        _add_app(router, bots)
    if of_aibot:
        _add_aibot(router, bots)
    _add_readiness(router, bots)
    return [router]


def _lifespan(bots: Bots) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        async with bots:
            yield

    return lifespan


def _add_readiness(router: APIRouter, bots: Bots) -> None:
    @router.get("/readyz/channels")
    async def channels() -> JSONResponse:
        """The state of every channel; 503 where one cannot serve."""
        states = await bots.states()
        broken = any(state != "ok" for state in states.values())
        return JSONResponse(states, 503 if broken else 200)


def _add_telegram(router: APIRouter, bots: Bots, secret: str) -> None:
    @router.post("/telegram/webhook")
    async def telegram(request: Request) -> Response:
        from telegram import Update

        from bots.telegram.updates import readable

        offered = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(offered.encode("utf-8", "replace"), secret.encode()):
            raise HTTPException(403)
        line = _opened(bots.telegram)
        told = readable(_update(await _body(request)))
        update = Update.de_json(dict(told), line.api.bot)
        try:
            await line.receive(update)
        except DeliveryError as exc:  # we do not know yet who we are: Telegram sends it again
            raise HTTPException(503) from exc
        return Response()


def _add_app(router: APIRouter, bots: Bots) -> None:
    @router.get("/wecom/app")
    async def verify(request: Request) -> Response:
        return _verified(_opened(bots.app), request)

    @router.post("/wecom/app")
    async def receive(request: Request) -> Response:
        line = _opened(bots.app)
        body = await _body(request)
        try:
            await line.receive(*_signed(request), body)
        except BadEnvelope as exc:
            raise HTTPException(400) from exc
        return PlainTextResponse("")


def _add_aibot(router: APIRouter, bots: Bots) -> None:
    @router.get("/wecom/aibot")
    async def verify(request: Request) -> Response:
        return _verified(_opened(bots.aibot), request)

    @router.post("/wecom/aibot")
    async def receive(request: Request) -> Response:
        line = _opened(bots.aibot)
        body = await _body(request)
        try:
            sealed = await line.receive(*_signed(request), body)
        except BadEnvelope as exc:
            raise HTTPException(400) from exc
        return JSONResponse(sealed) if sealed else PlainTextResponse("")


def _verified(line: WecomApp | WecomAibot, request: Request) -> Response:
    echo = request.query_params.get("echostr", "")
    try:
        return PlainTextResponse(line.verify(*_signed(request), echo))
    except BadEnvelope as exc:
        raise HTTPException(400) from exc


def _signed(request: Request) -> tuple[str, str, str]:
    """Signature, time and nonce of a callback. Raises `BadEnvelope`."""
    query = request.query_params
    signed = query.get("msg_signature", ""), query.get("timestamp", ""), query.get("nonce", "")
    if not all(signed):
        raise BadEnvelope("缺少签名参数")
    return signed


async def _body(request: Request) -> bytes:
    """The body, as long as it is small."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > MAX_BODY:
            raise HTTPException(413)
    return bytes(read)


def _update(body: bytes) -> dict[str, Any]:
    try:
        told = read_object(body)
    except BadEnvelope as exc:
        raise HTTPException(400) from exc
    if not isinstance(told.get("update_id"), int):
        raise HTTPException(400)
    return told


def _opened(line: T | None) -> T:
    if line is None:
        raise HTTPException(503, headers={"Retry-After": "2"})
    return line
