"""What operators are told in their WeCom group: files that did not come in, questions asked in vain."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from bots.errors import TryLater
from bots.pace import Pace
from bots.splitting import shortened, utf8
from bots.wecom.group import A_MINUTE, GroupRobot

if TYPE_CHECKING:
    from assistant.records import Gap
    from assistant.settings import Settings
    from ingestion.pipeline import FileOutcome

_MOST_FILES, _NAME_BYTES, _REASON_BYTES = 15, 90, 150  # so that they fit into one message
_TIMEOUT_S = 10.0


def ingest_alerts(settings: Settings) -> IngestAlerts | None:
    """Who is to be told what came of an ingest; None where no group robot is configured."""
    address = settings.wecom.group_webhook_url
    return IngestAlerts(address.get_secret_value(), Pace(A_MINUTE)) if address else None


class IngestAlerts:
    """One message a run that had failures; runs that fail faster than the robot may speak share one."""

    def __init__(self, address: str, pace: Pace) -> None:
        self._address = address
        self._pace = pace
        self._turn = asyncio.Lock()
        self._waiting: list[FileOutcome] = []

    async def __call__(self, outcomes: Sequence[FileOutcome]) -> None:
        """Raises `DeliveryError`; what could not be told now is told with the next."""
        failed = [outcome for outcome in outcomes if outcome.status == "failed"]
        self._waiting += failed
        if not failed:
            return
        async with self._turn:
            failed, self._waiting = self._waiting, []
            if failed:  # else they went out with the run before
                await self._tell(failed)

    async def _tell(self, failed: list[FileOutcome]) -> None:
        import httpx

        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_S) as http:
                await GroupRobot(http, self._address, self._pace).tell(failures_of(failed))
        except TryLater:
            self._waiting[:0] = failed
            raise


def failures_of(failed: Sequence[FileOutcome]) -> str:
    """Which files did not come in, and why, within one message."""
    lines = [
        f"> {_short(PurePath(outcome.source).name, _NAME_BYTES)}：{_short(outcome.reason or '未说明', _REASON_BYTES)}"
        for outcome in failed
    ]
    rest = len(lines) - _MOST_FILES
    more = [f"另有 {rest} 份"] if rest > 0 else []
    return "\n".join([f"**文件导入失败 {len(lines)} 份**", *lines[:_MOST_FILES], *more])


def digest_of(gaps: Sequence[Gap]) -> str:
    """What people asked in vain, most often first."""
    if not gaps:
        return "近期没有未能回答的问题。"
    lines = [
        f"{number}. {gap.question} (未答 {gap.refused} 次,差评 {gap.disliked} 次)" for number, gap in enumerate(gaps, 1)
    ]
    return "**未能回答或评价不佳的问题**\n" + "\n".join(lines)


def _short(text: str, limit: int) -> str:
    return shortened(" ".join(text.split()), limit, utf8)
