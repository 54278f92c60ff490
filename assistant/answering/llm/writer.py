"""Fluent answers from clauses: prompt, model, parse, gate."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answering.grounding import Gate, Grounded, Release, check
from assistant.answering.grounding.facts import read_facts
from assistant.answering.grounding.wording import normalize
from assistant.answering.llm.failures import Declined
from assistant.answering.llm.material import defuse_citation, estimate_tokens, render, select
from assistant.answering.llm.model import Model
from assistant.answering.llm.reading import ThoughtFilter, declines
from assistant.answering.privacy import mask
from assistant.errors import ModelUnavailable
from assistant.model import Citation, GroundingReport, ResponsibleUnit
from assistant.settings import LLMSettings
from prompts import Prompt, load

if TYPE_CHECKING:
    import httpx

_DECLINE_WINDOW = 24  # so many characters show whether a stream opens with a refusal


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that has passed the gate. Every `[n]` in `text` is in `citations`, and every citation is used."""

    text: str
    citations: tuple[Citation, ...]
    report: GroundingReport
    prompt_hash: str
    model: str
    usage: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Task:
    """One question ready to be sent: what the model sees, and the gate's view of the same clauses."""

    variables: Mapping[str, str]
    offered: Sequence[Citation]
    others: Sequence[Citation]
    units: Sequence[ResponsibleUnit]
    facts: Sequence[str]
    originals: Mapping[str, Citation]


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

    async def aclose(self) -> None:
        """Close the connections to the model."""
        await self._model.aclose()

    async def write(
        self,
        question: str,
        evidence: Sequence[Citation],
        units: Sequence[ResponsibleUnit] = (),
        *,
        as_of: date,
        notices: Sequence[str] = (),
    ) -> Written:
        """A whole answer. `evidence` comes with the most useful clause first."""
        prompt = load("answer")
        task = self._prepare(prompt, question, evidence, units, as_of, notices)
        reply = await self._model.ask(prompt, task.variables)
        grounded = check(reply.text, task.offered, units=task.units, others=task.others, facts=task.facts)
        return self._written(grounded, task, prompt, reply.usage)

    async def stream(
        self,
        question: str,
        evidence: Sequence[Citation],
        units: Sequence[ResponsibleUnit] = (),
        *,
        as_of: date,
        notices: Sequence[str] = (),
    ) -> AsyncGenerator[str | Written, None]:
        """Pieces of text as they pass the gate, then the Written whole, whose text is exactly those pieces.

        A stream that breaks after something was shown ends there; before that it raises ModelUnavailable.
        """
        prompt = load("answer")
        task = self._prepare(prompt, question, evidence, units, as_of, notices)
        release = Release(Gate(task.offered, units=task.units, others=task.others, facts=task.facts))
        async with self._model.stream(prompt, task.variables) as pieces:
            torn: ModelUnavailable | None = None
            try:
                async with aclosing(_spoken(pieces)) as spoken:
                    async for piece in spoken:
                        if shown := release.feed(piece):
                            yield shown
            except ModelUnavailable as exc:
                torn = exc
            if shown := release.finish(torn=torn is not None):
                yield shown
            if torn and not release.grounded.answers:
                raise torn
        yield self._written(release.grounded, task, prompt, {})

    async def complete_followup(self, question: str, turns: Sequence[tuple[str, str]]) -> str | None:
        """The question made whole from earlier (question, answer) turns; None where the model adds to it."""
        said = "\n".join(f"问：{asked}\n答：{answered}" for asked, answered in turns)
        variables = {"turns": mask(said), "question": mask(question)}
        text = (await self._model.ask(load("followup"), variables)).text.strip().strip("“”\"'")
        usable = (
            "\n" not in text and len(text) <= len(question) + 120 and _says_nothing_new(text, f"{said}\n{question}")
        )
        return text if usable else None

    async def clarify(self, question: str, options: Sequence[str]) -> str | None:
        """A question back that offers exactly `options`; None where the model's wording does not."""
        variables = {"question": mask(question), "options": "\n".join(f"- {option}" for option in options)}
        text = (await self._model.ask(load("clarify"), variables)).text.strip()
        complete = all(option in text for option in options)
        return text if complete and _says_no_new_fact(text, "\n".join((question, *options))) else None

    def _prepare(
        self,
        prompt: Prompt,
        question: str,
        evidence: Sequence[Citation],
        units: Sequence[ResponsibleUnit],
        as_of: date,
        notices: Sequence[str],
    ) -> _Task:
        safe = [replace(defuse_citation(c), index=n) for n, c in enumerate(evidence, 1)]
        number = {c.index: n for n, c in enumerate(evidence, 1)}
        owned = [replace(u, citation=number[u.citation]) for u in units if u.citation in number]
        today = f"{as_of.year}年{as_of.month}月{as_of.day}日"
        frame = {"today": today, "question": mask(question), "notices": "\n".join(f"注意：{n}" for n in notices)}
        fixed = estimate_tokens(prompt.text) + sum(map(estimate_tokens, frame.values()))
        offered = select(safe, owned, self._settings.context_tokens - self._settings.max_tokens - fixed)
        if not offered:
            raise ModelUnavailable("条款超出语言模型的上下文长度")
        kept = {c.index for c in offered}
        return _Task(
            variables={**frame, "clauses": "\n\n".join(render(c, owned) for c in offered)},
            offered=offered,
            others=[c for c in safe if c.index not in kept],
            units=[u for u in owned if u.citation in kept],
            facts=(*notices, f"今天是{today}"),
            originals={c.clause_id: c for c in evidence},
        )

    def _written(self, grounded: Grounded, task: _Task, prompt: Prompt, usage: Mapping[str, int]) -> Written:
        if not grounded.answers:
            raise ModelUnavailable("语言模型的回答没有依据")
        citations = tuple(replace(task.originals[c.clause_id], index=c.index) for c in grounded.citations)
        return Written(grounded.text, citations, grounded.report, prompt.hash, self._model.name, usage)


async def _spoken(pieces: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """The stream outside `<think>` blocks; raises ModelUnavailable where it opens with a refusal."""
    thoughts = ThoughtFilter()
    opening: str | None = ""
    async for piece in pieces:
        text = thoughts.feed(piece)
        if opening is not None:
            opening += text
            if len(opening) < _DECLINE_WINDOW:
                continue
            text, opening = opening, None
            if declines(text):
                raise Declined("语言模型没有作答")
        if text:
            yield text
    rest = (opening or "") + thoughts.finish()
    if opening is not None and (not rest.strip() or declines(rest)):
        raise Declined("语言模型没有作答")
    yield rest


def _says_no_new_fact(text: str, known: str) -> bool:
    from assistant.answering.grounding.evidence import shortfalls, source_of_text

    claim = read_facts(normalize(text))
    return all(reason == "words" for reason in shortfalls(claim, [source_of_text(known)]))


def _says_nothing_new(text: str, known: str) -> bool:
    from assistant.answering.grounding.evidence import coverage, source_of_text

    claim = read_facts(normalize(text))
    return _says_no_new_fact(text, known) and coverage(claim, [source_of_text(known)]) >= 0.85
