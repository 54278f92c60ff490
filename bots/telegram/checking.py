"""Whether the Telegram bot can work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bots.checking import Finding
from bots.telegram.opening import open_api

if TYPE_CHECKING:
    import httpx

    from assistant.settings import TelegramSettings

_SECRET_CHARS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_RECENT = timedelta(hours=1)
_PORTS = (443, 80, 88, 8443)
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


async def check_telegram(chosen: TelegramSettings, http: httpx.AsyncClient, url: str) -> AsyncIterator[Finding]:
    """`url` is the public address of the service, or empty."""
    if not chosen.token:
        return
    secret = chosen.webhook_secret.get_secret_value() if chosen.webhook_secret else ""
    if secret and not (len(secret) <= 256 and set(secret) <= _SECRET_CHARS):
        yield Finding("Telegram webhook_secret", ok=False, words="只能用 1-256 个字母、数字、下划线和连字符")
        secret = ""
    async for finding in _check_token(chosen):
        yield finding
    if chosen.webhook_url:
        yield _check_form(chosen.webhook_url)
    address = f"{url}/telegram/webhook" if url else chosen.webhook_url
    if secret and address:
        yield await _check_webhook(http, address, secret)


async def _check_token(chosen: TelegramSettings) -> AsyncIterator[Finding]:
    try:
        async with open_api(chosen).bot as bot:
            yield Finding("Telegram token", ok=True, words=f"机器人 @{bot.username}")
            try:
                yield _check_registration(chosen, await bot.get_webhook_info())
            except TelegramError as exc:
                yield Finding("Telegram webhook", ok=False, words=f"无法读取登记({type(exc).__name__})")
    except InvalidToken:
        yield Finding("Telegram token", ok=False, words="Telegram 不认识这个 token")
    except TelegramError as exc:
        yield Finding("Telegram", ok=False, words=f"无法访问 {chosen.api_base_url}({type(exc).__name__})")


def _check_registration(chosen: TelegramSettings, hook: WebhookInfo) -> Finding:
    """What Telegram knows of the webhook, against what the settings want."""
    subject = "Telegram webhook"
    failed = hook.last_error_date
    if hook.url and failed and (datetime.now(UTC) - failed) < _RECENT:
        return Finding(subject, ok=False, words=f"Telegram 最近一次投递失败:{hook.last_error_message}")
    if chosen.webhook_url and hook.url not in ("", chosen.webhook_url):
        return Finding(subject, ok=False, words="登记的是另一个地址:可能另有程序在用这个 token")
    if hook.url:
        rest = "" if chosen.webhook_secret else ";改用轮询时,wenzheng bot telegram 会取消登记"
        return Finding(subject, ok=True, words=f"已登记{rest}")
    later = "wenzheng serve 启动时登记" if chosen.webhook_url else "可用轮询:wenzheng bot telegram"
    return Finding(subject, ok=True, words=f"没有登记,{later}")


def _check_form(address: str) -> Finding:
    """What Telegram accepts as the address of a webhook."""
    parts = urlsplit(address)
    try:
        right = parts.scheme == "https" and (parts.port or 443) in _PORTS and parts.path.endswith("/telegram/webhook")
    except ValueError:  # a port that is none
        right = False
    words = "地址形式正确" if right else "应为 https 地址,以 /telegram/webhook 结尾,端口为 443、80、88 或 8443"
    return Finding("Telegram webhook_url", ok=right, words=words)


async def _check_webhook(http: httpx.AsyncClient, address: str, secret: str) -> Finding:
    """Sends what Telegram sends, without anything in it."""
    import httpx

    try:
        answer = await http.post(address, json={"update_id": 0}, headers={_SECRET_HEADER: secret})
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        return Finding(address, ok=False, words=f"无法访问({type(exc).__name__}),请检查域名、证书、端口和反向代理")
    reasons = {
        200: "可以访问,密钥一致",
        403: "服务的 webhook_secret 与本机设置不同",
        404: "该地址上没有这个渠道,请检查反向代理的路径和服务的设置",
        503: "服务正在启动,或服务本身访问不了 Telegram",
    }
    words = reasons.get(answer.status_code, f"返回 {answer.status_code}:服务或反向代理出错")
    return Finding(address, ok=answer.status_code == 200, words=words)
