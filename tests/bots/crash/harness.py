"""Two platforms that go on sending while the service is killed and started again.

By hand, at full size, messages, chats, kills and seconds between two messages of a chat:
`python -m tests.bots.crash.harness 200 20 5` and, for 20 messages a second, `… 1200 40 0 2`.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx

from tests.bots.fakes import telegram, wecom
from tests.bots.fakes.server import served

ROOT = Path(__file__).resolve().parents[3]
HOOK_SECRET = "crash-secret"
_ASKED = re.compile(r"第(\d+)问")


@dataclass
class Outcome:
    """What every chat was told: the numbers of the questions answered, in order."""

    expected: dict[str, list[int]]
    told: dict[str, list[int]]
    kills: int = 0
    latencies: list[float] = field(default_factory=list)
    placeholders: int = 0

    @property
    def wrong(self) -> dict[str, tuple[list[int], list[int]]]:
        return {
            chat: (self.expected[chat], self.told[chat])
            for chat in self.expected
            if self.told[chat] != self.expected[chat]
        }


class Ordeal:
    """`messages` from `chats`, half of them on each platform; `kills` with signal 9."""

    def __init__(self, folder: Path, api: wecom.WecomApi, bot_api: telegram.TelegramServer) -> None:
        self.api, self.bot_api = api, bot_api
        self.port = _free_port()
        self._variables = {
            **os.environ,
            "WENZHENG_DATA_DIR": str(folder),
            "WENZHENG_TELEGRAM__TOKEN": telegram.TOKEN,
            "WENZHENG_TELEGRAM__API_BASE_URL": bot_api.address,
            "WENZHENG_TELEGRAM__WEBHOOK_SECRET": HOOK_SECRET,
            "WENZHENG_WECOM__CORP_ID": wecom.CORP,
            "WENZHENG_WECOM__AGENT_ID": str(wecom.AGENT),
            "WENZHENG_WECOM__SECRET": wecom.SECRET,
            "WENZHENG_WECOM__TOKEN": wecom.TOKEN,
            "WENZHENG_WECOM__ENCODING_AES_KEY": wecom.KEY,
            "WENZHENG_WECOM__API_BASE_URL": api.address,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._latencies: list[float] = []
        self.log = folder / "service.log"

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.bots.crash.service", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._variables, stdout=log, stderr=log)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Ask it to stop, and return its exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(20)

    async def run(self, messages: int, chats: int, kills: int, *, pace_s: float = 0.05) -> Outcome:
        expected: dict[str, list[int]] = {str(chat): [] for chat in range(1, chats + 1)}
        for number in range(messages):
            expected[str(number % chats + 1)].append(number)
        self.start()
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=5) as client:
                senders = [asyncio.create_task(self._chat(client, *chat, pace_s)) for chat in expected.items()]
                for kill in range(1, kills + 1):
                    await self._answered(kill * messages // (kills + 2))
                    self.kill()
                    self.start()
                await asyncio.gather(*senders)
                await self._answered(messages)
                await asyncio.sleep(1)
        finally:
            self.kill()
        return Outcome(expected, {chat: self._told(chat) for chat in expected}, kills, self._latencies, self._strays())

    async def _chat(self, client: httpx.AsyncClient, chat: str, asked: list[int], pace_s: float) -> None:
        platform = wecom.WecomPlatform(client)
        for number in asked:
            text = f"第{number}问:研发机构"
            update = self.bot_api.message(text, chat=int(chat))
            while True:
                begun = asyncio.get_running_loop().time()
                try:
                    if int(chat) % 2:
                        done = (await platform.say(text, user=chat, msgid=f"m{number}"))[-1].status == 200
                    else:
                        headers = {"X-Telegram-Bot-Api-Secret-Token": HOOK_SECRET}
                        done = (await client.post("/telegram/webhook", json=update, headers=headers)).status_code == 200
                except httpx.HTTPError:
                    done = False
                if done:
                    self._latencies.append(asyncio.get_running_loop().time() - begun)
                    break
                await asyncio.sleep(0.1)
            await asyncio.sleep(pace_s)

    def _told(self, chat: str) -> list[int]:
        texts = self.api.texts(chat) if int(chat) % 2 else [m.text for m in self.bot_api.in_chat(int(chat))]
        return [int(found[1]) for text in texts if (found := _ASKED.search(text)) and "依据" in text]

    def _answers(self) -> int:
        chats = {body["touser"] for body in self.api.sent} | {str(m.chat) for m in self.bot_api.sent}
        return sum(len(set(self._told(chat))) for chat in chats)

    def _strays(self) -> int:
        return sum("依据" not in message.text for message in self.bot_api.sent)

    async def _answered(self, count: int, seconds: float = 60) -> None:
        deadline = asyncio.get_running_loop().time() + seconds
        while self._answers() < count:
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"waited in vain; {self._answers()} answers\n{self.log.read_text()[-3000:]}")
            await asyncio.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def main(messages: int, chats: int, kills: int, pace_s: float) -> None:
    api, bot_api = wecom.WecomApi(), telegram.TelegramServer()
    begun = time.monotonic()
    with (
        served(api.app) as api.address,
        served(bot_api.app) as bot_api.address,
        tempfile.TemporaryDirectory() as folder,
    ):
        outcome = await Ordeal(Path(folder), api, bot_api).run(messages, chats, kills, pace_s=pace_s)
    counted = Counter(number for numbers in outcome.told.values() for number in numbers)
    twice = [number for number, count in counted.items() if count > 1]
    acks = [1000 * seconds for seconds in quantiles(outcome.latencies, n=100)]
    print(f"{messages} messages, {chats} chats, {kills} kills in {time.monotonic() - begun:.0f} s")  # noqa: T201
    print(f"answered {len(counted)}, twice {len(twice)}, chats in disorder {len(outcome.wrong)}")  # noqa: T201
    print(f"acknowledged in ms: p50 {acks[49]:.0f}, p99 {acks[98]:.0f}, most {max(outcome.latencies) * 1000:.0f}")  # noqa: T201
    print(f"placeholders left {outcome.placeholders}; {outcome.wrong}")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:4]), pace_s=float(sys.argv[4]) if len(sys.argv) > 4 else 0.05))
