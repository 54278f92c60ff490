"""`wenzheng bot check`: whether every configured channel can work, and what is wrong where it cannot."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from assistant.errors import ConfigError
from bots.errors import DeliveryError
from bots.service import has_connection, revealed, wecom_crypts

if TYPE_CHECKING:
    import httpx

    from assistant.settings import Settings
    from bots.wecom.crypto import Crypt

_CLOCK_S = 60.0
_SECRET_CHARS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    ok: bool
    words: str


async def check(settings: Settings, http: httpx.AsyncClient, public_url: str | None) -> AsyncIterator[Finding]:
    """Look at every configured channel; `public_url` is where the service can be reached from outside."""
    try:
        app, aibot = wecom_crypts(settings)
    except ConfigError as exc:
        yield Finding("企业微信设置", ok=False, words=str(exc))
        app = aibot = None
    telegram = bool(settings.telegram.token)
    if not (telegram or app or aibot or has_connection(settings)):
        yield Finding("渠道", ok=False, words="没有配置任何聊天渠道,设置方法见 README 的“聊天渠道”一节。")
        return
    for crypt, path in ((app, "/wecom/app"), (aibot, "/wecom/aibot")):
        if crypt:
            yield _check_crypt(crypt, path)
            if public_url:
                yield await _check_callback(crypt, http, public_url.rstrip("/") + path)
    if app:
        yield await _check_wecom_token(settings, http)
        yield await _check_clock(http, settings.wecom.api_base_url)
    if telegram:
        async for finding in _check_telegram(settings):
            yield finding
        yield await _check_clock(http, settings.telegram.api_base_url)


def _check_crypt(crypt: Crypt, path: str) -> Finding:
    """The key opens what it has sealed."""
    words = "加解密自检"
    opened = crypt.decrypt(crypt.encrypt(words)) == words
    return Finding(f"{path} 加解密", ok=opened, words="正常" if opened else "密钥无法解开自己加密的内容")


async def _check_callback(crypt: Crypt, http: httpx.AsyncClient, address: str) -> Finding:
    """Does what WeCom does when the address is saved in its console."""
    import httpx

    now, nonce, words = str(int(time.time())), "check", "1234567890"
    echo = crypt.encrypt(words)
    query = {"msg_signature": crypt.sign(now, nonce, echo), "timestamp": now, "nonce": nonce, "echostr": echo}
    try:
        answer = await http.get(address, params=query)
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        return Finding(address, ok=False, words=f"无法访问({type(exc).__name__}),请检查域名、证书、端口和反向代理")
    if answer.status_code == 200 and answer.text == words:
        return Finding(address, ok=True, words="可以访问,回调验证通过")
    return Finding(address, ok=False, words=f"返回 {answer.status_code},服务的 Token 或 EncodingAESKey 与本机设置不同")


async def _check_wecom_token(settings: Settings, http: httpx.AsyncClient) -> Finding:
    from bots.wecom.api import WecomApi

    try:
        await WecomApi(http, settings.wecom).token()
    except DeliveryError as exc:
        return Finding("企业微信 access_token", ok=False, words=str(exc))
    return Finding("企业微信 access_token", ok=True, words="已取得")


async def _check_telegram(settings: Settings) -> AsyncIterator[Finding]:
    from telegram import Bot
    from telegram.error import InvalidToken, TelegramError

    chosen = settings.telegram
    bot = Bot(revealed(chosen.token), base_url=chosen.api_base_url.rstrip("/") + "/bot")
    try:
        async with bot:
            yield Finding("Telegram token", ok=True, words=f"机器人 @{bot.username}")
            hook = await bot.get_webhook_info()
    except InvalidToken:
        yield Finding("Telegram token", ok=False, words="Telegram 不认识这个 token")
        return
    except TelegramError as exc:
        yield Finding("Telegram", ok=False, words=f"无法访问 {chosen.api_base_url}({type(exc).__name__})")
        return
    if hook.last_error_message:
        yield Finding("Telegram webhook", ok=False, words=f"Telegram 最近一次投递失败:{hook.last_error_message}")
    else:
        words = "已登记" if hook.url else "没有登记,可用轮询:wenzheng bot telegram"
        yield Finding("Telegram webhook", ok=True, words=words)
    secret = revealed(chosen.webhook_secret)
    if secret and not (len(secret) <= 256 and set(secret) <= _SECRET_CHARS):
        yield Finding("Telegram webhook_secret", ok=False, words="只能用 1-256 个字母、数字、下划线和连字符")


async def _check_clock(http: httpx.AsyncClient, address: str) -> Finding:
    """Against the clock of the platform, as far as it tells."""
    import httpx

    try:
        told = (await http.get(address)).headers.get("date", "")
        off = abs((datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds())
    except (httpx.HTTPError, ValueError, TypeError):
        return Finding("时钟", ok=True, words="平台没有给出时间,未比对")
    return Finding("时钟", ok=off <= _CLOCK_S, words=f"与平台相差 {off:.0f} 秒")
