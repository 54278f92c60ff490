"""`wenzheng bot check`: whether every configured channel can work, and what is wrong where it cannot."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from assistant.errors import ConfigError
from bots.errors import DeliveryError, TryLater, Undeliverable
from bots.service import aibot_crypt, app_crypt, has_connection, revealed

if TYPE_CHECKING:
    import httpx

    from assistant.settings import Settings
    from bots.wecom.api import WecomApi
    from bots.wecom.crypto import Crypt

_CLOCK_S = 60.0
_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    ok: bool
    words: str


async def check(
    settings: Settings, http: httpx.AsyncClient, public_url: str | None, *, alert: bool = False
) -> AsyncIterator[Finding]:
    """Look at every configured channel; `public_url` is where the service can be reached from outside.

    With `alert` the group robot says something; nothing else that is done here can be noticed by anybody.
    """
    from bots.telegram.checking import check_telegram

    url, nothing = (public_url or "").rstrip("/"), True
    for findings in (
        _check_app(settings, http, url),
        _check_aibot(settings, http, url),
        _check_connection(settings),
        check_telegram(settings.telegram, http, url),
        _check_robot(settings, http, alert=alert),
    ):
        async for finding in findings:
            nothing = False
            yield finding
    if settings.telegram.token:
        yield await _check_clock(http, "Telegram", settings.telegram.api_base_url)
    if nothing:
        yield Finding("渠道", ok=False, words="没有配置任何聊天渠道,设置方法见 README 的“聊天渠道”一节。")


async def _check_app(settings: Settings, http: httpx.AsyncClient, url: str) -> AsyncIterator[Finding]:
    from bots.wecom.api import WecomApi

    path = "/wecom/app"
    try:
        crypt = app_crypt(settings)
    except ConfigError as exc:
        yield Finding(f"{path} 设置", ok=False, words=str(exc))
        return
    if crypt is None:
        return
    yield _check_crypt(crypt, path)
    if url:
        yield await _check_callback(crypt, http, url + path)
    api = WecomApi(http, settings.wecom)
    token = await _check_token(api)
    yield token
    if token.ok:
        yield await _check_agent(api)
    yield await _check_clock(http, "企业微信", settings.wecom.api_base_url)


async def _check_aibot(settings: Settings, http: httpx.AsyncClient, url: str) -> AsyncIterator[Finding]:
    path = "/wecom/aibot"
    try:
        crypt = aibot_crypt(settings)
    except ConfigError as exc:
        yield Finding(f"{path} 设置", ok=False, words=str(exc))
        return
    if crypt is None:
        return
    yield _check_crypt(crypt, path)
    if url:
        yield await _check_callback(crypt, http, url + path)


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
    reasons = {
        200: "内容不对,请检查反向代理",
        400: "服务的 Token、EncodingAESKey 或企业 ID 与本机设置不同",
        404: "该地址上没有这个渠道,请检查反向代理的路径和服务的设置",
    }
    reason = reasons.get(answer.status_code, "服务或反向代理出错")
    return Finding(address, ok=False, words=f"返回 {answer.status_code}:{reason}")


async def _check_token(api: WecomApi) -> Finding:
    subject = "企业微信 access_token"
    try:
        await api.token()
    except DeliveryError as exc:
        return Finding(subject, ok=False, words=str(exc))
    return Finding(subject, ok=True, words="已取得")


async def _check_agent(api: WecomApi) -> Finding:
    """A token is given to any address, but nothing else is."""
    subject = "企业微信应用"
    try:
        await api.look_at_app()
    except Undeliverable as exc:
        return Finding(subject, ok=False, words=str(exc))
    except TryLater as exc:
        return Finding(subject, ok=True, words=f"没有核对 agent_id 和可信 IP:{exc}")
    return Finding(subject, ok=True, words="agent_id 正确,本机 IP 可信")


async def _check_connection(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the server can be reached. Logging in would push out the instance that is running."""
    if not has_connection(settings):
        return
    from websockets.asyncio.client import connect
    from websockets.exceptions import InvalidHandshake, InvalidURI

    address = settings.wecom_aibot.websocket_url
    try:
        async with connect(address, open_timeout=_TIMEOUT_S):
            pass
    except (InvalidHandshake, InvalidURI, OSError, TimeoutError) as exc:
        yield Finding("企业微信长连接", ok=False, words=f"无法连接 {address}({type(exc).__name__})")
    else:
        yield Finding("企业微信长连接", ok=True, words="可以连接;没有登录核对密钥,以免挤掉正在运行的实例")


async def _check_robot(settings: Settings, http: httpx.AsyncClient, *, alert: bool) -> AsyncIterator[Finding]:
    """The form of its address, which is never shown; that it is right shows only in a message."""
    address, subject = revealed(settings.wecom.group_webhook_url), "企业微信群机器人"
    if not address:
        return
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or not parse_qs(parts.query).get("key"):
        yield Finding(subject, ok=False, words="wecom.group_webhook_url 应为完整的 https 地址,并带有 key")
    elif not alert:
        yield Finding(subject, ok=True, words="地址形式正确;加 --alert 发一条测试消息")
    else:
        from bots.pace import Pace
        from bots.wecom.group import A_MINUTE, GroupRobot

        try:
            await GroupRobot(http, address, Pace(A_MINUTE)).tell("问政:告警测试,请忽略。")
        except DeliveryError as exc:
            yield Finding(subject, ok=False, words=str(exc))
        else:
            yield Finding(subject, ok=True, words="测试消息已发送")


async def _check_clock(http: httpx.AsyncClient, platform: str, address: str) -> Finding:
    """Against the clock of the platform, as far as it tells."""
    import httpx

    subject = f"与{platform}对时"
    try:
        told = (await http.get(address)).headers.get("date", "")
        off = (datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError):
        return Finding(subject, ok=True, words="平台没有给出时间,未比对")
    late = "快" if off > 0 else "慢"
    wrong = f"本机时钟{late}了 {abs(off):.0f} 秒,请同步时间"
    return Finding(subject, ok=abs(off) <= _CLOCK_S, words="时钟一致" if abs(off) <= _CLOCK_S else wrong)
