"""The seam to an OpenAI-compatible server: one chain, bounded retries, and no vendor error beyond this file."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant.answering.llm import failures
from assistant.answering.llm.breaker import Breaker
from assistant.answering.llm.failures import LONGEST_WAIT_S, Declined, Rejected, Retry, Unstructured
from assistant.answering.llm.reading import Reading, declines, drop_torn_end, strip_thoughts
from assistant.answering.llm.structured import CITING, FORMS, Form, response_format
from assistant.errors import ConfigError, ModelUnavailable
from assistant.settings import LLMSettings
from prompts import Prompt, load

if TYPE_CHECKING:
    import httpx
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable
    from langchain_openai import ChatOpenAI

T = TypeVar("T")
logger = logging.getLogger(__name__)

_CHARS_PER_TOKEN = 6  # a server that ignores max_tokens is cut off here
_PATIENCE = 4  # a stream may take this many timeouts in all
_FIRST_WAIT_S = 0.5


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `numbers` are those of the clauses that the reply may cite; it cites none where there are none."""

    prompt: Prompt
    variables: Mapping[str, str]
    numbers: Sequence[int] = ()

    def messages(self, form: Form) -> list[tuple[str, str]]:
        """(role, text) of each message, with the way of citing that fits the form."""
        citing = {"citing": load(CITING[form]).text} if self.numbers else {}
        return self.prompt.messages(**self.variables, **citing)


@dataclass(frozen=True, slots=True)
class Reply:
    """A usable reply: thoughts stripped, a torn last sentence dropped."""

    text: str
    usage: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Progress:
    """What is known so far of a reply that is coming: its form, and the tokens that the server has counted."""

    form: Form
    usage: Mapping[str, int] = field(default_factory=dict)


_Opened = tuple[Progress, str, AsyncGenerator[str, None]]  # the first text, and the rest


class Model:
    """Sends prompts to the configured model. Every failure surfaces as ModelUnavailable; a wrong proxy as ConfigError.

    Making one takes a second, as the client library and certificates are loaded: not in an event loop that serves.
    The first answer is asked for in the best form; where the server or the model cannot give it, in the next one.
    What worked is remembered.
    """

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
        self._owned = None if http_client else _open_client(settings)
        self._chat = create_chat_model(settings, http_client or self._owned)
        self._sleep = sleep
        self._breaker = Breaker(clock)
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._forms = FORMS if settings.structured else FORMS[-1:]

    async def ask(self, request: Request) -> Reply:
        """One reply as plain text. Raises ModelUnavailable when the retries are used up or the model declines."""
        async with self._slot():
            return await self._attempts(lambda: self._ask_once(request))

    @asynccontextmanager
    async def stream(self, request: Request) -> AsyncGenerator[tuple[AsyncIterator[str], Progress], None]:
        """One reply as it comes. Retries happen before the first piece of text only; leaving closes the connection."""
        async with self._slot():
            progress, first, pieces = await self._attempts(lambda: self._open_in_best_form(request))
            async with aclosing(pieces), aclosing(self._resume(first, pieces)) as resumed:
                yield resumed, progress

    @asynccontextmanager
    async def _slot(self) -> AsyncGenerator[None, None]:
        """One of the calls that may run at a time; whoever waits for one too long goes without."""
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                await self._slots.acquire()
        except TimeoutError as exc:
            raise ModelUnavailable("语言模型繁忙，请稍后再试") from exc
        try:
            self._breaker.enter()
            yield
        finally:
            self._slots.release()

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

    async def _ask_once(self, request: Request) -> Reply:
        async with self._limits(self._settings.timeout_s):
            message = await self._runnable("text", ()).ainvoke(request)
        return read_reply(message)

    async def _open_in_best_form(self, request: Request) -> _Opened:
        for form in self._forms:
            try:
                opened = await self._open(request, form)
            except (Rejected, Unstructured) as exc:
                if form == FORMS[-1]:
                    raise
                logger.info("the model does not answer as %s: %s", form, exc)
            else:
                self._forms = FORMS[FORMS.index(opened[0].form) :]
                return opened
        raise Retry("没有回应")

    async def _open(self, request: Request, form: Form) -> _Opened:
        """The first text, and the rest; a reply that ends before it says anything counts as a failed attempt."""
        progress, reading = Progress(form), Reading(form)
        pieces = self._texts(request, progress, reading)
        async with AsyncExitStack() as undo:
            undo.push_async_callback(pieces.aclose)
            async for piece in pieces:
                undo.pop_all()
                progress.form = reading.form
                return progress, piece, pieces
        raise Retry("模型没有输出")

    async def _texts(self, request: Request, progress: Progress, reading: Reading) -> AsyncGenerator[str, None]:
        async with aclosing(self._pieces(request, progress)) as pieces:
            async for piece in pieces:
                if text := reading.feed(piece):
                    yield text
        if text := reading.finish():
            yield text

    async def _pieces(self, request: Request, progress: Progress) -> AsyncGenerator[str, None]:
        settings = self._settings
        left, reason = settings.max_tokens * _CHARS_PER_TOKEN, ""
        deadline = asyncio.get_running_loop().time() + settings.timeout_s * _PATIENCE
        messages = self._runnable(progress.form, request.numbers).astream(request)
        async with aclosing(messages):  # type: ignore[type-var]
            while left > 0:
                patience = deadline - asyncio.get_running_loop().time()
                # no timeout may span a yield: it would cancel whoever is reading
                async with self._limits(min(settings.timeout_s, patience)):
                    message = await anext(messages, None)
                if message is None:
                    break
                reason, text = _refusal(message) or reason, str(message.text)
                progress.usage = _usage(message) or progress.usage
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

    def _runnable(self, form: Form, numbers: Sequence[int]) -> Runnable[Any, Any]:
        from langchain_core.runnables import RunnableLambda

        render = RunnableLambda(lambda request: request.messages(form))
        if (wanted := response_format(form, numbers)) is None:
            return render | self._chat
        # as a part of the body: as an argument of its own the client library would read and judge the reply itself
        body = {**(self._chat.extra_body or {}), "response_format": wanted}
        return render | self._chat.bind(extra_body=body, stream_usage=True)

    async def aclose(self) -> None:
        """Close the connections that this model opened; a client that was passed in stays open."""
        if self._owned is not None:
            await self._owned.aclose()


def _open_client(settings: LLMSettings) -> httpx.AsyncClient:
    import httpx

    try:
        return httpx.AsyncClient(proxy=settings.proxy, timeout=settings.timeout_s, follow_redirects=True)
    except (ValueError, ImportError) as exc:
        raise ConfigError("语言模型的代理地址不能使用:请检查 WENZHENG_LLM__PROXY。") from exc


def create_chat_model(settings: LLMSettings, http_client: httpx.AsyncClient | None = None) -> ChatOpenAI:
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
    return Reply(text, _usage(message))


def _usage(message: AIMessage) -> Mapping[str, int]:
    usage = message.usage_metadata
    return {"input": usage["input_tokens"], "output": usage["output_tokens"]} if usage else {}


def _refusal(message: AIMessage) -> str:
    """The finish reason, if it is no refusal."""
    reason = str(message.response_metadata.get("finish_reason") or "")
    if reason in ("content_filter", "sensitive") or message.additional_kwargs.get("refusal"):
        raise Declined("语言模型服务商拒绝回答该问题")
    return reason
