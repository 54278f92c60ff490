"""The group robot: tells operators what needs them. It only sends, and its address is its credential."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bots.errors import TryLater, Undeliverable
from bots.splitting import split, utf8

if TYPE_CHECKING:
    import httpx

    from assistant.records import Gap

LIMIT_BYTES = 4096
_BUSY = (-1, 45009)


class GroupRobot:
    """One group's robot. Nothing that is raised holds its address."""

    def __init__(self, http: httpx.AsyncClient, address: str) -> None:
        self._http = http
        self._address = address

    async def tell(self, text: str) -> None:
        """Send Markdown, in parts where it is long. Raises `TryLater` and `Undeliverable`."""
        for part in split(text, LIMIT_BYTES, utf8):
            await self._send(part)

    async def _send(self, text: str) -> None:
        import httpx

        body = {"msgtype": "markdown", "markdown": {"content": text}}
        try:
            response = await self._http.post(self._address, json=body)
            response.raise_for_status()
            code = response.json().get("errcode", 0)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
            raise TryLater(f"群机器人无法访问({type(exc).__name__})") from None  # the vendor's words hold the address
        if code in _BUSY:
            raise TryLater("群机器人每分钟最多发 20 条", 60)
        if code:
            raise Undeliverable(f"群机器人返回 {code},请检查 wecom.group_webhook_url")


def digest_of(gaps: Sequence[Gap]) -> str:
    """What people asked in vain, most often first."""
    if not gaps:
        return "近期没有未能回答的问题。"
    lines = [
        f"{number}. {gap.question} (未答 {gap.refused} 次,差评 {gap.disliked} 次)" for number, gap in enumerate(gaps, 1)
    ]
    return "**未能回答或评价不佳的问题**\n" + "\n".join(lines)
