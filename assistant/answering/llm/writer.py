"""Fluent answers from clauses: prompt, model, parse, gate."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from assistant.answering.grounding import Gate, Grounded, Release
from assistant.answering.grounding.facts import read_facts
from assistant.answering.grounding.wording import combines, content, normalize
from assistant.answering.llm.anchor import Anchor
from assistant.answering.llm.failures import Ungrounded
from assistant.answering.llm.material import TokenMeter, choose, defuse_citation, estimate_tokens, render
from assistant.answering.llm.model import Model, Progress, Request
from assistant.answering.llm.structured import CITING, Form
from assistant.answering.privacy import mask
from assistant.errors import ModelUnavailable
from assistant.model import Citation, GroundingReport, ResponsibleUnit
from assistant.settings import LLMSettings
from ingestion.model import Document
from prompts import load

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
_TOLD = 120  # characters of an earlier answer that a follow-up is completed from
_CITING_TOKENS = 120  # no fewer than the longest rule on how to cite


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that has passed the gate. Every `[n]` in `text` is in `citations`, and every citation is used.

    `prompts` are the hashes of the prompts it was asked with, `form` that of the reply. `first_sentence_ms` passed
    until a sentence could be shown; `gate_ms` of the whole time were the gate's.
    """

    text: str
    citations: tuple[Citation, ...]
    report: GroundingReport
    prompts: Mapping[str, str]
    model: str
    form: Form
    usage: Mapping[str, int]
    first_sentence_ms: float
    gate_ms: float


@dataclass(frozen=True, slots=True)
class _Task:
    """One question ready to be sent: what the model sees, and the gate's view of the same clauses."""

    request: Request
    gate: Gate
    tokens: int  # estimated, of all that is sent
    originals: Mapping[str, Citation]


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a question: what must be noted, the documents of its clauses by id, what an answer holds to."""

    as_of: date
    notices: Sequence[str] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    anchor: Anchor | None = None


class Writer:
    """Asks the model of `settings`. It raises ModelUnavailable where there is nothing usable, and nothing else.

    `clock` counts seconds for the circuit breaker; `sleep` waits between attempts.
    """

    def __init__(
        self,
        settings: LLMSettings,
        *,
        http_client: httpx.AsyncClient | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._model = Model(settings, http_client=http_client, clock=clock, sleep=sleep)
        self._tokens = TokenMeter()

    @property
    def model(self) -> str:
        """The name of the model."""
        return self._model.name

    async def aclose(self) -> None:
        """Close the connections to the model."""
        await self._model.aclose()

    async def stream(
        self, question: str, evidence: Sequence[Citation], units: Sequence[ResponsibleUnit] = (), *, setting: Setting
    ) -> AsyncGenerator[str | Written, None]:
        """Pieces of text as they pass the gate, then the Written whole, whose text is exactly those pieces.

        `evidence` comes with the most useful clause first. A stream that breaks after something was shown ends there;
        before that it raises ModelUnavailable, and Ungrounded where what has passed the gate does not answer.
        """
        watch, task = _Watch(), self._prepare(question, evidence, units, setting)
        release = Release(task.gate, answers=setting.anchor.holds if setting.anchor else lambda _text, _cited: True)
        async with self._model.stream(task.request) as (pieces, progress):
            torn: ModelUnavailable | None = None
            try:
                async for piece in pieces:
                    if shown := watch.time(release.feed, piece):
                        yield shown
            except ModelUnavailable as exc:
                torn = exc
            if shown := watch.time(lambda rest: release.finish(torn=rest is not None), torn):
                yield shown
            if torn and not release.grounded.answers:
                raise torn
        self._tokens.learn(task.tokens, progress.usage.get("input", 0))
        if not release.grounded.answers:
            message = "语言模型没有答到所问的内容" if release.strayed else "语言模型的回答没有依据"
            raise Ungrounded(message, release.grounded.report, watch.gate_ms)
        yield self._written(release.grounded, task, progress, watch)

    async def complete_followup(self, question: str, turns: Sequence[tuple[str, str]]) -> str | None:
        """The question made whole from earlier (question, answer) turns; None where the model adds to it."""
        said = "\n".join(f"问：{asked}\n答：{answered[:_TOLD]}" for asked, answered in turns)
        text = await self._ask_briefly("followup", {"turns": mask(said), "question": mask(question)})
        text = text.strip("“”\"'")
        known = f"{said}\n{question}"
        usable = "\n" not in text and combines(text, known) and _says_no_new_fact(text, known)
        return text if usable else None

    async def clarify(self, question: str, options: Sequence[str]) -> str | None:
        """A question back that offers exactly `options`; None where the model's wording does not."""
        listed = "\n".join(f"- {option}" for option in options)
        text = await self._ask_briefly("clarify", {"question": mask(question), "options": listed})
        complete = all(option in text for option in options)
        return text if complete and _offers_only(text, options) and _says_no_new_fact(text, question + listed) else None

    async def _ask_briefly(self, name: str, variables: Mapping[str, str]) -> str:
        """The reply to a side question, which an answer waits for: it gets little time."""
        try:
            async with asyncio.timeout(self._settings.followup_timeout_s):
                return (await self._model.ask(Request(load(name), variables))).text.strip()
        except TimeoutError as exc:
            raise ModelUnavailable("语言模型响应超时") from exc

    def _prepare(
        self, question: str, evidence: Sequence[Citation], units: Sequence[ResponsibleUnit], setting: Setting
    ) -> _Task:
        prompt, count = load("answer"), self._tokens.count
        safe = [replace(defuse_citation(c), index=n) for n, c in enumerate(evidence, 1)]
        number = {c.index: n for n, c in enumerate(evidence, 1)}
        owned = [replace(u, citation=number[u.citation]) for u in units if u.citation in number]
        today = f"{setting.as_of.year}年{setting.as_of.month}月{setting.as_of.day}日"
        notices = "\n".join(f"注意：{n}" for n in setting.notices)
        frame = {"today": today, "question": mask(question), "notices": notices}
        blocks = {c.index: render(c, owned, setting.documents.get(c.doc_id)) for c in safe}
        fixed = count(prompt.text) + sum(map(count, frame.values())) + _CITING_TOKENS
        budget = self._settings.context_tokens - self._settings.max_tokens - fixed
        kept = choose({n: count(block) for n, block in blocks.items()}, budget)
        if not kept:
            raise ModelUnavailable("条款超出语言模型的上下文长度")
        clauses = "\n\n".join(blocks[n] for n in kept)
        gate = Gate(
            [c for c in safe if c.index in kept],
            units=[u for u in owned if u.citation in kept],
            others=[c for c in safe if c.index not in kept],
            facts=(*setting.notices, f"今天是{today}"),
            preferred=setting.anchor.clauses if setting.anchor else (),
        )
        return _Task(
            request=Request(prompt, {**frame, "clauses": clauses}, kept),
            gate=gate,
            tokens=fixed + estimate_tokens(clauses),
            originals={c.clause_id: c for c in evidence},
        )

    def _written(self, grounded: Grounded, task: _Task, progress: Progress, watch: _Watch) -> Written:
        return Written(
            text=grounded.text,
            citations=tuple(replace(task.originals[c.clause_id], index=c.index) for c in grounded.citations),
            report=grounded.report,
            prompts={name: load(name).hash for name in (task.request.prompt.name, CITING[progress.form])},
            model=self._model.name,
            form=progress.form,
            usage=progress.usage,
            first_sentence_ms=watch.first_ms,
            gate_ms=watch.gate_ms,
        )


class _Watch:
    """How long the gate took, and when it first let something through."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self.first_ms = 0.0
        self.gate_ms = 0.0

    def time(self, gate: Callable[[T], str], piece: T) -> str:
        """What the gate lets through of a piece."""
        begun = time.perf_counter()
        shown = gate(piece)
        now = time.perf_counter()
        self.gate_ms += (now - begun) * 1000
        if shown and not self.first_ms:
            self.first_ms = (now - self._started) * 1000
        return shown


def _offers_only(text: str, options: Sequence[str]) -> bool:
    """True if what is said around the options has no word of them: nothing that looks like another option."""
    rest = text
    for option in sorted(options, key=len, reverse=True):
        rest = rest.replace(option, " ")
    return not content(normalize(rest)) & content(normalize(" ".join(options)))


def _says_no_new_fact(text: str, known: str) -> bool:
    from assistant.answering.grounding.evidence import shortfalls, source_of_text

    claim = read_facts(normalize(text))
    return all(reason.startswith("words") for reason in shortfalls(claim, [source_of_text(known)]))
