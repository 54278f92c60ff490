"""Answers what the inbox holds: in order within a chat, chats in parallel, a bounded number at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import structlog

from bots import phrases
from bots.errors import Blocked, TryLater, Undeliverable
from bots.inbox import BUSY, Entry, Inbox, Verdict
from bots.message import Heard, Incoming, Reply, Run, digest, said

if TYPE_CHECKING:
    from bots.talk import Talk

log = structlog.get_logger(__name__)

# Keeps what the channel must know again after a crash, and shows it in the entry that is worked on.
Note = Callable[[Mapping[str, str]], Awaitable[None]]

SWEEP_S = 2.0
_LATE_S = 0.05  # after the moment from which a message may be taken again
SWEEP_KEYS_S, KEEP_KEYS_S = 3600.0, 7 * 24 * 3600.0
PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)  # between tries to deliver; then it is given up


class Line(Protocol):
    """One platform, as the dispatcher sees it."""

    name: str

    async def begin(self, entry: Entry, note: Note) -> Heard | None:
        """Show that the question is being worked on; what is returned is given the text as it grows."""

    def render(self, reply: Reply) -> list[str]:
        """The reply as parts within the platform's limits."""

    async def deliver(self, entry: Entry, ordinal: int, part: str, *, again: bool) -> None:
        """Hand a part to the platform. `again`: it may have arrived already. Raises `DeliveryError`."""


class Dispatcher:
    """Takes messages from the channels and works through them until it is stopped."""

    def __init__(self, run: Run, inbox: Inbox, talk: Talk, *, in_flight: int) -> None:
        self._run = run
        self._inbox = inbox
        self._talk = talk
        self._slots = asyncio.Semaphore(in_flight)
        self._lines: dict[str, Line] = {}
        self._active: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._working: set[int] = set()
        self._forget: list[Callable[[float], None]] = [inbox.forget_before, talk.book.forget_before]
        self._sweeper: asyncio.Task[None] | None = None
        self.stopping = False

    def add(self, line: Line) -> None:
        self._lines[line.name] = line

    def forget_also(self, forget: Callable[[float], None]) -> None:
        """Call this too, now and then, with the moment before which nothing need be known."""
        self._forget.append(forget)

    def start(self) -> None:
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self, grace_s: float) -> None:
        """Finish what is being answered, or hand it to whoever runs next when that takes longer than `grace_s`."""
        self.stopping = True
        if self._sweeper:
            self._sweeper.cancel()
            await asyncio.wait([self._sweeper])
        running = list(self._active.values())
        if running:
            _, late = await asyncio.wait(running, timeout=grace_s)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        await self._run(self._inbox.hand_over)

    async def accept(self, message: Incoming, *, per_asker: int | None = None) -> Verdict:
        """Keep a message and wake its queue. Once this has returned the platform may be told that we have it."""
        verdict: Verdict = await self._run(self._inbox.accept, message, per_asker=per_asker)
        log.info("message", channel=message.channel, chat=digest(message.chat), msgid=message.key, verdict=verdict)
        if verdict == "accepted":
            self._wake(message.queue[:280])
        elif verdict == "busy":
            await self._wake_ready()
        return verdict

    async def mark_blocked(self, queue: str, *, blocked: bool) -> None:
        """Remember whether a chat can be written to."""
        await self._run(self._talk.book.block if blocked else self._talk.book.unblock, queue)

    def _wake(self, queue: str) -> None:
        if self.stopping:
            return
        if queue in self._active:
            self._again.add(queue)
        else:
            self._active[queue] = asyncio.create_task(self._drain(queue))

    async def _wake_ready(self) -> None:
        for queue in await self._run(self._inbox.ready_queues, list(self._lines)):
            self._wake(queue)

    async def _sweep(self) -> None:
        """Finds what was left by a crash, put off, or accepted by another worker that has died since."""
        swept = 0.0
        while True:
            try:
                if self._working:
                    await self._run(self._inbox.renew, list(self._working))
                await self._wake_ready()
                if time.time() - swept > SWEEP_KEYS_S:
                    swept = time.time()
                    for forget in self._forget:
                        await self._run(forget, swept - KEEP_KEYS_S)
            except Exception:  # outermost loop: a database that is away for a moment must not end the service
                log.exception("sweeping failed")
            await asyncio.sleep(SWEEP_S)

    async def _drain(self, queue: str) -> None:
        slot: AbstractAsyncContextManager[object] = nullcontext() if queue.startswith(BUSY) else self._slots
        try:
            while not self.stopping:
                async with slot:
                    entry = None if self.stopping else await self._run(self._inbox.claim, queue)
                    if entry:
                        self._working.add(entry.id)
                        try:
                            await self._work(entry)
                        finally:
                            self._working.discard(entry.id)
                if entry is None:
                    if queue not in self._again:
                        break
                    self._again.discard(queue)
        except Exception:  # outermost loop of a queue: the sweeper wakes it again
            log.exception("queue failed", queue=digest(queue))
        finally:
            self._again.discard(queue)
            self._active.pop(queue, None)

    async def _work(self, entry: Entry) -> None:
        """Answer one message, and decide by the kind of failure what becomes of it."""
        message, started = entry.message, time.monotonic()
        told = log.bind(channel=message.channel, chat=digest(message.chat), msgid=message.key)
        blocked = await self._run(self._talk.book.blocked_since, message.queue)
        if blocked is not None and entry.received <= blocked:
            await self._run(self._inbox.finish, entry.id, failed=True)
            return
        try:
            await self._answer(self._lines[message.channel], entry)
        except TryLater as exc:
            await self._put_off(entry, exc)
        except Undeliverable as exc:
            told.error("undeliverable", reason=str(exc))
            if isinstance(exc, Blocked):
                await self._run(self._talk.book.block, message.queue)
            await self._run(self._inbox.finish, entry.id, failed=True)
        except Exception:  # what nobody foresaw must not keep the chat's later messages waiting for ever
            log.exception("delivering failed", channel=message.channel, msgid=message.key)
            await self._put_off(entry, TryLater("意外错误", uncertain=True))
        else:
            await self._run(self._inbox.finish, entry.id)
            told.info("answered", ms=round((time.monotonic() - started) * 1000))

    async def _put_off(self, entry: Entry, exc: TryLater) -> None:
        """Try again later, or give up after many tries. Other chats get the slot meanwhile."""
        message, queue = entry.message, entry.queue
        told = log.bind(channel=message.channel, chat=digest(message.chat), msgid=message.key, attempt=entry.attempts)
        if entry.attempts > len(PAUSES_S):
            told.error("given up", reason=str(exc))
            await self._run(self._inbox.finish, entry.id, failed=True)
            return
        wait = PAUSES_S[entry.attempts - 1] if exc.after_s is None else exc.after_s
        told.warning("put off", reason=str(exc), seconds=wait)
        await self._run(self._inbox.postpone, entry.id, wait, uncertain=exc.uncertain)
        asyncio.get_running_loop().call_later(wait + _LATE_S, self._wake, queue)

    async def _answer(self, line: Line, entry: Entry) -> None:
        notes = dict(entry.notes)
        entry = replace(entry, notes=notes)  # it sees its notes grow

        async def note(more: Mapping[str, str]) -> None:
            notes.update(more)
            await self._run(self._inbox.note, entry.id, notes)

        parts = entry.parts
        again = entry.uncertain
        if parts is None:
            parts = tuple(line.render(await self._compose(line, entry, note)))
            await self._run(self._inbox.keep_reply, entry.id, parts)
        elif not again:
            await self._run(self._inbox.resume, entry.id)
        for ordinal in range(entry.sent, len(parts)):
            await line.deliver(entry, ordinal, parts[ordinal], again=again)
            again = False
            if ordinal + 1 < len(parts):
                await self._run(self._inbox.sent, entry.id, ordinal + 1)

    async def _compose(self, line: Line, entry: Entry, note: Note) -> Reply:
        if entry.busy:
            await line.begin(entry, note)
            return said(phrases.BUSY)
        heard = await line.begin(entry, note)
        try:
            return await self._talk.reply(entry.message, heard)
        except Exception:  # what nobody foresaw is logged, and the person is told that it was not their fault
            log.exception("answering failed", channel=entry.message.channel, msgid=entry.message.key)
            return said(phrases.BROKEN)
