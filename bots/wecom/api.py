"""WeCom's server API: an access token that is fetched once, and calls that fail by kind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import structlog

from bots.errors import TryLater, Undeliverable

if TYPE_CHECKING:
    import httpx

    from assistant.settings import WecomSettings

log = structlog.get_logger(__name__)

_MARGIN_S = 300.0
_STALE_TOKEN = (40014, 42001)
_BUSY = (-1, 45009, 45033)
CHECK_INTERVAL_S = 4 * 3600  # the longest that WeCom knows
_EXPLAINED: Mapping[int, str] = {
    40001: "应用 Secret 不对,请检查 wecom.secret",
    40013: "企业 ID 不对,请检查 wecom.corp_id",
    40056: "agent_id 不对,请检查 wecom.agent_id",
    48002: "应用没有调用该接口的权限",
    60011: "应用的可见范围不含该成员",
    60020: "本机出口 IP 不在“企业可信IP”中,请到应用管理后台添加",
    81013: "接收人不存在或不在应用可见范围",
    301002: "agent_id 与 Secret 不属于同一应用,请检查 wecom.agent_id",
}


class WecomApi:
    """One self-built app. Nothing that is raised or logged carries a secret."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        settings: WecomSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._settings = settings
        self._clock = clock
        self._token = ""
        self._expires = 0.0
        self._fetching = asyncio.Lock()

    async def send_text(self, user: str, text: str, *, check: bool) -> None:
        """Send to one member. With `check` WeCom drops a text that this member has had before."""
        body: dict[str, Any] = {
            "touser": user,
            "msgtype": "text",
            "agentid": self._settings.agent_id,
            "text": {"content": text},
            "safe": 0,
        }
        if check:
            body |= {"enable_duplicate_check": 1, "duplicate_check_interval": CHECK_INTERVAL_S}
        told = await self.call("/cgi-bin/message/send", body)
        if told.get("invaliduser"):
            raise Undeliverable(_explain(81013, ""))

    async def look_at_app(self) -> None:
        """Ask for the app's own description: what only a right agent id from a trusted address gets.

        Raises `TryLater` and `Undeliverable`.
        """
        await self.call("/cgi-bin/agent/get", None, agentid=str(self._settings.agent_id))

    async def call(self, path: str, body: Mapping[str, Any] | None, **query: str) -> dict[str, Any]:
        """POST `body`, or GET without one, with the token, and with a new one where WeCom refuses it.

        Raises `TryLater` and `Undeliverable`.
        """
        token = await self.token()
        told = await self._request(path, {"access_token": token, **query}, body)
        if told.get("errcode") in _STALE_TOKEN:
            token = await self.token(stale=token)
            told = await self._request(path, {"access_token": token, **query}, body)
        return _checked(told)

    async def token(self, stale: str | None = None) -> str:
        """The access token, fetched by one caller at a time; `stale` is one that WeCom has refused."""
        async with self._fetching:
            if not self._token or self._token == stale or self._clock() >= self._expires:
                secret = self._settings.secret.get_secret_value() if self._settings.secret else ""
                query = {"corpid": self._settings.corp_id or "", "corpsecret": secret}
                told = _checked(await self._request("/cgi-bin/gettoken", query, None))
                if not told.get("access_token"):
                    raise TryLater("企业微信没有给出 access_token")
                self._token = str(told["access_token"])
                self._expires = self._clock() + max(float(told.get("expires_in", 7200)) - _MARGIN_S, 60.0)
                log.info("fetched a WeCom token")
            return self._token

    async def _request(self, path: str, query: Mapping[str, str], body: Mapping[str, Any] | None) -> dict[str, Any]:
        import httpx

        method = "GET" if body is None else "POST"
        try:
            address = self._settings.api_base_url.rstrip("/") + path
            response = await self._http.request(method, address, params=dict(query), json=body)
            response.raise_for_status()
            told = response.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
            # the vendor's message holds the address, and with it the token
            unheard = isinstance(exc, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
            words = f"企业微信接口 {path} 无法访问({type(exc).__name__})"
            raise TryLater(words, uncertain=method == "POST" and not unheard) from None
        if not isinstance(told, dict):
            raise TryLater(f"企业微信接口 {path} 返回的内容无法识别")
        return told


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    code = told.get("errcode", 0)
    if code == 0:
        return told
    words = _explain(code, str(told.get("errmsg", "")))
    if code in _BUSY or code in _STALE_TOKEN:
        raise TryLater(words)
    raise Undeliverable(words)


def _explain(code: int, message: str) -> str:
    # the platform's own message is kept short: it may repeat what was sent
    return f"企业微信返回 {code}:{_EXPLAINED.get(code) or message.split(',')[0][:80] or '未说明'}"
