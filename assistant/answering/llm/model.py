"""The seam to an OpenAI-compatible server: one chain, bounded retries, and no vendor error beyond this file."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant.answering.llm import failures
from assistant.answering.llm.breaker import Breaker
from assistant.answering.llm.failures import LONGEST_WAIT_S, Declined, Retry
from assistant.answering.llm.reading import declines, drop_torn_end, strip_thoughts
from assistant.errors import ModelUnavailable
from assistant.settings import LLMSettings
from prompts import Prompt

if TYPE_CHECKING:
    import httpx
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

T = TypeVar("T")
logger = logging.getLogger(__name__)

_CHARS_PER_TOKEN = 6  # a server that ignores max_tokens is cut off here
_PATIENCE = 4  # a stream may take this many timeouts in all
_FIRST_WAIT_S = 0.5


@dataclass(frozen=True, slots=True)
class Reply:
    """A usable reply: thoughts stripped, a torn last sentence dropped."""

    text: str
    usage: Mapping[str, int] = field(default_factory=dict)


class Model:
    """Sends prompts to the configured model. Every failure surfaces as ModelUnavailable."""

    def __init__(
        self,
        settings: LLMSettings,
        *,
        http_client: httpx.AsyncClient | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.name = settings.model or ""
        self._settings = settings
        self._http = http_client
        self._owned: httpx.AsyncClient | None = None
        self._sleep = sleep
        self._breaker = Breaker(clock)
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._chain: Runnable[Any, Any] | None = None

    async def ask(self, prompt: Prompt, variables: Mapping[str, str]) -> Reply:
        """One reply. Raises ModelUnavailable when the retries are used up or the model declines."""
        async with self._slots:
            self._breaker.enter()
            return await self._attempts(lambda: self._ask_once(prompt, variables))

    @asynccontextmanager
    async def stream(self, prompt: Prompt, variables: Mapping[str, str]) -> AsyncGenerator[AsyncIterator[str], None]:
        """Raw pieces of one reply. Retries happen before the first piece only; leaving closes the connection."""
        async with self._slots:
            self._breaker.enter()
            first, pieces = await self._attempts(lambda: self._open(prompt, variables))
            async with aclosing(pieces), aclosing(self._resume(first, pieces)) as resumed:
                yield resumed

    async def _attempts(self, attempt: Callable[[], Awaitable[T]]) -> T:
        last = "没有回应"
        for round_ in range(self._settings.max_retries + 1):
            try:
                result = await attempt()
            except Retry as exc:
                last, wait = str(exc), exc.wait
                logger.info("attempt %d at the model failed: %s", round_ + 1, exc)
            except Declined:
                self._breaker.succeed()
                raise
            except ModelUnavailable as exc:
                self._breaker.fail()
                logger.warning("the model cannot be used: %s", exc)
                raise
            else:
                self._breaker.succeed()
                return result
            if round_ < self._settings.max_retries:
                await self._sleep(min(_FIRST_WAIT_S * 2**round_, LONGEST_WAIT_S) if wait is None else wait)
        self._breaker.fail()
        raise ModelUnavailable(f"语言模型不可用：{last}")

    async def _ask_once(self, prompt: Prompt, variables: Mapping[str, str]) -> Reply:
        async with self._limits(self._settings.timeout_s):
            message = await self._runnable().ainvoke({"prompt": prompt, "variables": variables})
        return read_reply(message)

    async def _open(self, prompt: Prompt, variables: Mapping[str, str]) -> tuple[str, AsyncGenerator[str, None]]:
        """The first piece, and the rest; a reply that ends before it says anything counts as a failed attempt."""
        pieces = self._pieces(prompt, variables)
        async with AsyncExitStack() as undo:
            undo.push_async_callback(pieces.aclose)
            async for piece in pieces:
                undo.pop_all()
                return piece, pieces
        raise Retry("模型没有输出")

    async def _pieces(self, prompt: Prompt, variables: Mapping[str, str]) -> AsyncGenerator[str, None]:
        settings = self._settings
        left, reason = settings.max_tokens * _CHARS_PER_TOKEN, ""
        deadline = asyncio.get_running_loop().time() + settings.timeout_s * _PATIENCE
        messages = self._runnable().astream({"prompt": prompt, "variables": variables})
        async with aclosing(messages):  # type: ignore[type-var]
            while left > 0:
                patience = deadline - asyncio.get_running_loop().time()
                # no timeout may span a yield: it would cancel whoever is reading
                async with self._limits(min(settings.timeout_s, patience)):
                    message = await anext(messages, None)
                if message is None:
                    break
                reason, text = _refusal(message) or reason, str(message.text)
                left -= max(1, len(text))
                if text:
                    yield text
            if left <= 0 or reason == "length":
                raise ModelUnavailable("语言模型的输出过长")
            if not reason:
                raise Retry("回应中断")

    async def _resume(self, first: str, pieces: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
        yield first
        try:
            async for piece in pieces:
                yield piece
        except Retry as exc:
            self._breaker.fail()
            raise ModelUnavailable(f"语言模型中断：{exc}") from exc

    @asynccontextmanager
    async def _limits(self, seconds: float) -> AsyncGenerator[None, None]:
        """Bounds the time and turns vendor errors into Retry or ModelUnavailable."""
        try:
            async with asyncio.timeout(seconds):
                yield
        except (Retry, ModelUnavailable):
            raise
        except failures.vendor_errors() as exc:
            raise failures.translate(exc) from exc

    def _runnable(self) -> Runnable[Any, Any]:
        if self._chain is None:
            import httpx
            from langchain_core.runnables import RunnableLambda

            if self._http is None:
                self._http = self._owned = httpx.AsyncClient(
                    proxy=self._settings.proxy, timeout=self._settings.timeout_s, follow_redirects=True
                )
            self._chain = RunnableLambda(_messages) | create_chat_model(self._settings, self._http)
        return self._chain

    async def aclose(self) -> None:
        """Close the connections that this model opened; a client that was passed in stays open."""
        if self._owned is not None:
            await self._owned.aclose()


def _messages(request: Mapping[str, Any]) -> list[tuple[str, str]]:
    prompt: Prompt = request["prompt"]
    return prompt.messages(**request["variables"])


def create_chat_model(settings: LLMSettings, http_client: httpx.AsyncClient | None = None) -> BaseChatModel:
    """The LangChain model of these settings; retries are left to the caller."""
    from langchain_openai import ChatOpenAI

    own_limit = (urlsplit(settings.base_url or "").hostname or "api.openai.com") == "api.openai.com"
    return ChatOpenAI(
        model=settings.model or "",
        base_url=settings.base_url,
        api_key=settings.api_key or SecretStr("none"),
        timeout=settings.timeout_s,
        max_retries=0,
        temperature=settings.temperature,
        # OpenAI's newer models refuse `max_tokens`; other servers know no other name
        max_completion_tokens=settings.max_tokens if own_limit else None,
        extra_body=None if own_limit else {"max_tokens": settings.max_tokens},
        http_async_client=http_client,
    )


def read_reply(message: AIMessage) -> Reply:
    """The usable text of a whole reply; raises Retry where there is none, ModelUnavailable where it declines."""
    reason = _refusal(message)
    text = strip_thoughts(str(message.text))
    if reason == "length":
        text = drop_torn_end(text)
    if not text:
        raise Retry("模型没有输出")
    if declines(text):
        raise Declined("语言模型没有作答")
    usage = message.usage_metadata
    counts = {"input": usage["input_tokens"], "output": usage["output_tokens"]} if usage else {}
    return Reply(text, counts)


def _refusal(message: AIMessage) -> str:
    """The finish reason, if it is no refusal."""
    reason = str(message.response_metadata.get("finish_reason") or "")
    if reason in ("content_filter", "sensitive") or message.additional_kwargs.get("refusal"):
        raise Declined("语言模型服务商拒绝回答该问题")
    return reason
