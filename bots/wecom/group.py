"""The group robot: tells operators what needs them. It only sends, and its address is its credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bots.errors import TryLater, Undeliverable
from bots.splitting import split, utf8

if TYPE_CHECKING:
    import httpx

    from bots.pace import Pace

LIMIT_BYTES = 4096
A_MINUTE = 20
_BUSY = (-1, 45009)


class GroupRobot:
    """One group's robot. Nothing that is raised holds its address."""

    def __init__(self, http: httpx.AsyncClient, address: str, pace: Pace) -> None:
        self._http = http
        self._address = address
        self._pace = pace

    async def tell(self, text: str) -> None:
        """Send Markdown, in parts where it is long. Raises `TryLater` and `Undeliverable`."""
        for part in split(text, LIMIT_BYTES, utf8):
            await self._pace.wait()
            await self._send(part)

    async def _send(self, text: str) -> None:
        import httpx

        body = {"msgtype": "markdown", "markdown": {"content": text}}
        try:
            response = await self._http.post(self._address, json=body)
            response.raise_for_status()
            code = response.json().get("errcode", 0)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, AttributeError) as exc:
            raise TryLater(f"群机器人无法访问({type(exc).__name__})") from None  # the vendor's words hold the address
        if code in _BUSY:
            raise TryLater(f"群机器人每分钟最多发 {A_MINUTE} 条", 60)
        if code:
            raise Undeliverable(f"群机器人返回 {code},请检查 wecom.group_webhook_url")
