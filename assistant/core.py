"""`Assistant`: the only way in for the API, the bots, the command line and the eval suite."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, aclosing, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from assistant.embedding import open_embedder
from assistant.errors import InvalidRequest, QuestionTooLong, ServiceUnavailable
from assistant.model import Answer, AskEvent, AskRequest, Delta, Done, Evidence, Filters, Meta, Turn, Understanding
from assistant.settings import Settings
from ingestion.errors import EmbeddingError, KnowledgeBaseError

if TYPE_CHECKING:
    from assistant.answering.extractive.draft import Draft
    from assistant.answering.llm import Writer
    from assistant.conversation import SessionStore
    from assistant.question import QuestionReader
    from assistant.records import Records
    from assistant.retrieval.retriever import PolicyRetriever
    from ingestion.knowledge import KnowledgeBase
    from ingestion.knowledge.embedding import Embedder
    from ingestion.model import Document
    from ingestion.pipeline import IngestProgress, IngestReport

P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger(__name__)

_THREADS = 8
_SEARCHED = ("value", "measure", "units", "list", "comparison")  # kinds that are looked for by meaning


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A question read in its session: what is composed from."""

    request: AskRequest
    session_id: str
    answer_id: str
    understanding: Understanding
    turns: Sequence[Turn]
    started: float
    stages: dict[str, float]
    followup_prompt: str | None = None  # its hash, where a model worded the question


class Assistant:
    """Opens the knowledge base of `settings` and answers from it. An async context manager.

    `clock` tells the date that questions are answered for; `embedder` and `writer` stand in for those of the
    settings. Blocking work runs in a pool of threads, so one event loop serves many questions at once.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        embedder: Embedder | None = None,
        writer: Writer | None = None,
        notify: Callable[[str], None] = logger.warning,
    ) -> None:
        self.settings = settings
        self._clock = clock
        self._given_embedder = embedder
        self._writer = writer
        self._notify = notify
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="assistant")
        self._reader: tuple[str, QuestionReader] | None = None
        self._reading = threading.Lock()

    knowledge: KnowledgeBase
    sessions: SessionStore
    records: Records
    retriever: PolicyRetriever

    async def __aenter__(self) -> Self:
        with ExitStack() as undone:
            undone.callback(self._pool.shutdown, wait=False)
            await self.run(self._open)
            undone.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._writer is not None:
            await self._writer.aclose()
        await self.run(self._close)
        self._pool.shutdown()

    def _open(self) -> None:
        from assistant.conversation import SessionStore
        from assistant.records import Records
        from assistant.retrieval.retriever import PolicyRetriever
        from ingestion.knowledge import KnowledgeBase, KnowledgeConfig

        settings = self.settings
        embedder = self._given_embedder or open_embedder(settings)
        config = KnowledgeConfig(settings.data_dir, settings.knowledge.database_url, settings.knowledge.chroma_url)
        self.knowledge = KnowledgeBase.open(config, embedder, notify=self._notify)
        self.retriever = PolicyRetriever(self.knowledge, embedder, candidates=settings.retrieval.candidates)
        ttl = timedelta(minutes=settings.answer.session_ttl_minutes)
        self.sessions = SessionStore(self.knowledge.engine, clock=self._clock, ttl=ttl)
        self.records = Records(self.knowledge.engine, self._clock)
        if self._writer is None and settings.llm.model:
            from assistant.answering.llm import Writer

            self._writer = Writer(settings.llm)

    def _close(self) -> None:
        self.retriever.close()
        self.records.close()
        self.knowledge.close()

    async def run(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run blocking work off the event loop."""
        context = copy_context()
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, partial(context.run, partial(fn, *args, **kwargs))
        )

    async def ingest(
        self, paths: Iterable[Path], progress: Callable[[IngestProgress], None] | None = None
    ) -> IngestReport:
        """Bring the knowledge base in line with `paths`; see `ingestion.pipeline.ingest`."""
        from ingestion.pipeline import ingest

        report = progress or (lambda _: None)
        return await self.run(lambda: ingest(list(paths), self.knowledge, progress=report))

    async def forget(self, session_id: str, user: str) -> bool:
        """Delete a session; False where the user has no such session."""
        from assistant.errors import SessionNotFound

        try:
            await self.run(self.sessions.delete, session_id, user=user)
        except SessionNotFound:
            return False
        return True

    async def search(self, text: str, filters: Filters, limit: int) -> list[Evidence]:
        """Clauses for `text`, best first, without an answer. Raises `UnknownFilter`."""
        return await self.run(self._search, text, filters, limit)

    def _search(self, text: str, filters: Filters, limit: int) -> list[Evidence]:
        from assistant.retrieval.scope import apply_filters

        with self.knowledge.snapshot():
            documents = self.knowledge.documents()
            allowed = apply_filters(filters, documents)
            doc_ids = frozenset(d.id for d in allowed) if len(allowed) < len(documents) else None
            return self.retriever.search(text, doc_ids=doc_ids, limit=limit)

    async def ask(self, request: AskRequest) -> Answer:
        """The whole answer. Raises `InvalidRequest`, `SessionNotFound` and `ServiceUnavailable`."""
        if self._writer is None:  # nothing to wait for in between: one trip to the threads
            with _unavailable():
                return await self.run(self._answer_at_once, request)
        async with aclosing(self._answer(request, stream=False)) as events:
            async for event in events:
                if isinstance(event, Done):
                    return event.answer
        raise ServiceUnavailable("回答没有完成,请重试。")

    def ask_stream(self, request: AskRequest) -> AsyncIterator[AskEvent]:
        """`Meta`, then `Delta` pieces that are never taken back, then `Done` with the whole answer."""
        return self._answer(request, stream=True)

    async def _answer(self, request: AskRequest, *, stream: bool) -> AsyncGenerator[AskEvent, None]:
        with _unavailable():
            prepared = await self.run(self._prepare, request)
            if self._writer is not None and prepared.understanding.follow_up:
                prepared = await self._complete(self._writer, prepared)
            yield Meta(prepared.session_id, prepared.answer_id, prepared.understanding.text)
            prepared, draft, answer = await self.run(self._extract, prepared)
            if self._writer is not None and answer.status != "refused":
                async with aclosing(self._word(self._writer, prepared, draft, answer, stream=stream)) as pieces:
                    async for piece in pieces:
                        if isinstance(piece, Answer):
                            answer = piece
                        else:
                            yield Delta(piece)
            elif stream:
                yield Delta(answer.answer)
            answer = await self.run(self._finish, prepared, answer)
        yield Done(answer)

    def _answer_at_once(self, request: AskRequest) -> Answer:
        prepared, _, answer = self._extract(self._prepare(request))
        return self._finish(prepared, answer)

    def _extract(self, prepared: _Prepared) -> tuple[_Prepared, Draft, Answer]:
        draft = self._compose(prepared)
        prepared = replace(prepared, understanding=draft.asked or prepared.understanding)
        return prepared, draft, self._ground(prepared, draft)

    def _prepare(self, request: AskRequest) -> _Prepared:
        """Check the question and read it in its session."""
        from assistant.question.courtesy import plainly

        started = time.perf_counter()
        question = request.question.encode("utf-8", "replace").decode("utf-8").strip()  # no half characters
        if not question:
            raise InvalidRequest("请输入问题。")
        if len(question) > (most := self.settings.answer.max_question_chars):
            raise QuestionTooLong(f"问题过长({len(question)}字),请控制在{most}字以内。")
        session_id, turns = self._session_of(request)
        today = request.as_of or self._clock().date()
        self.retriever.foresight.guess(likely := plainly(question))
        understanding = self.read(question, turns, as_of=today)
        if understanding.kind not in _SEARCHED or understanding.references or understanding.text != likely:
            self.retriever.foresight.forget(likely)
        stages = {"understand": _since(started)}
        return _Prepared(request, session_id, uuid.uuid4().hex, understanding, turns, started, stages)

    async def _complete(self, writer: Writer, prepared: _Prepared) -> _Prepared:
        """A follow-up in the model's words, where the rules agree."""
        from assistant.answering import fluent

        begun, ruled = time.perf_counter(), prepared.understanding
        as_of = prepared.request.as_of or self._clock().date()

        async def reword(wording: str) -> Understanding | None:
            return await self.run(lambda: self._question_reader().reword(ruled, wording, as_of=as_of))

        understanding = await fluent.complete(writer, ruled, prepared.turns, reword)
        prepared.stages["complete"] = _since(begun)
        worded = understanding is not ruled
        return replace(
            prepared, understanding=understanding, followup_prompt=fluent.followup_prompt() if worded else None
        )

    def _session_of(self, request: AskRequest) -> tuple[str, tuple[Turn, ...]]:
        """The session with its turns; one that the request does not name is opened when its answer is remembered."""
        if not request.session_id:
            return self.sessions.reserve(), ()
        session_id = self.sessions.ensure(request.session_id, user=request.user)
        return session_id, self.sessions.turns(session_id, user=request.user)

    def read(self, question: str, turns: Sequence[Turn] = (), *, as_of: date | None = None) -> Understanding:
        """What a question asks, without answering it. Blocking."""
        if turns and question.strip() in turns[-1].choices:  # the choice itself, sent back word for word
            question = f"第{turns[-1].choices.index(question.strip()) + 1}个"
        return self._question_reader().read(question, turns, as_of=as_of)

    def _question_reader(self) -> QuestionReader:
        from assistant.question import QuestionReader, Vocabulary

        with self._reading:
            version = self.knowledge.version
            if self._reader is None or self._reader[0] != version:
                self._reader = (version, QuestionReader(Vocabulary.from_knowledge(self.knowledge)))
            return self._reader[1]

    def _compose(self, prepared: _Prepared) -> Draft:
        from assistant.answering.answerability import load_judgement
        from assistant.answering.extractive.desk import Desk
        from assistant.answering.extractive.sides import compose
        from assistant.retrieval.scope import resolve

        begun = time.perf_counter()
        request = prepared.request

        def desk_of(asked: Understanding) -> Desk:
            return Desk(
                asked=asked,
                scope=resolve(asked, request.filters, self.knowledge.documents()),
                knowledge=self.knowledge,
                retriever=self.retriever,
                as_of=request.as_of or self._clock().date(),
                contact=self.settings.answer.contact,
            )

        with self.knowledge.snapshot():
            draft = compose(prepared.understanding, desk_of, load_judgement(aligned=self.retriever.aligns))
        prepared.stages["compose"] = _since(begun)
        return draft

    def _ground(self, prepared: _Prepared, draft: Draft) -> Answer:
        """The extractive answer past the gate; a draft of which nothing is left becomes a refusal."""
        from assistant.answering.grounding import check

        begun = time.perf_counter()
        answer = Answer(
            status=draft.status,
            answer=draft.text,
            notices=tuple(draft.notices),
            suggestions=tuple(draft.suggestions),
            session_id=prepared.session_id,
            answer_id=prepared.answer_id,
            understood_as=prepared.understanding.text,
            kind=draft.kind,
        )
        if draft.citations:
            grounded = check(draft.text, draft.citations, units=draft.units, facts=draft.facts)
            answer = replace(answer, answer=grounded.text, citations=grounded.citations, grounding=grounded.report)
            answer = replace(answer, responsible_units=draft.units_cited(answer.citations))
            if not grounded.answers:
                logger.warning("nothing of an extractive answer passed the gate: %s", grounded.report.removed[:2])
                words = (
                    f"现有政策文件中没有找到能回答这个问题的条款（依据不足）。请咨询{self.settings.answer.contact}。"
                )
                answer = replace(answer, status="refused", answer=words, citations=(), responsible_units=())
        prepared.stages["ground"] = _since(begun)
        return replace(answer, trace=self._trace(prepared))

    def _trace(self, prepared: _Prepared) -> dict[str, object]:
        trace: dict[str, object] = {"stages_ms": dict(prepared.stages), "index_version": self.knowledge.version}
        return trace | ({"followup_prompt": prepared.followup_prompt} if prepared.followup_prompt else {})

    async def _word(
        self, writer: Writer, prepared: _Prepared, draft: Draft, extract: Answer, *, stream: bool
    ) -> AsyncGenerator[str | Answer, None]:
        """The answer in the model's words where it has better ones; pieces of it first, if `stream`."""
        from assistant.answering import fluent
        from assistant.answering.llm import Anchor, Setting

        if not fluent.helps(draft, extract):
            if stream:
                yield extract.answer
            yield extract
            return
        setting = Setting(
            as_of=prepared.request.as_of or self._clock().date(),
            notices=[*draft.notices, *(f for f in draft.facts if f)],
            documents=await self.run(self._documents_of, draft),
            anchor=Anchor(
                clauses=frozenset(c.clause_id for c in extract.citations),
                question=prepared.understanding.text,
                extract=extract.answer if draft.kind == "value" else "",
            ),
        )
        begun = time.perf_counter()
        wording = fluent.word(writer, prepared.understanding.text, draft, extract, setting, stream=stream)
        async with aclosing(wording) as pieces:
            async for piece in pieces:
                if isinstance(piece, Answer):
                    prepared.stages["write"] = _since(begun)
                    yield replace(piece, trace={**self._trace(prepared), **piece.trace})
                else:
                    yield piece

    def _documents_of(self, draft: Draft) -> dict[str, Document]:
        offered = {c.doc_id for c in (*draft.citations, *draft.material)}
        return {d.id: d for d in self.knowledge.documents() if d.id in offered}

    def _finish(self, prepared: _Prepared, answer: Answer) -> Answer:
        """The answer with the time it took, kept in its session and, where it has a channel, for replay."""
        answer = replace(answer, latency_ms=round((time.perf_counter() - prepared.started) * 1000, 1))
        turn = Turn(
            understanding=replace(prepared.understanding, otherwise=None),
            doc_ids=tuple(dict.fromkeys(c.doc_id for c in answer.citations)),
            clause_ids=tuple(c.clause_id for c in answer.citations),
            regions=tuple(dict.fromkeys(c.region for c in answer.citations if c.region)),
            status=answer.status,
            answer=answer.answer,
            choices=answer.suggestions if answer.status == "clarify" else (),
        )
        keep = self.sessions.append if prepared.request.session_id else self.sessions.begin
        keep(prepared.session_id, turn, user=prepared.request.user)
        if prepared.request.channel:
            self.records.answers.put(prepared.request, answer)
        return answer


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except (KnowledgeBaseError, EmbeddingError) as exc:
        raise ServiceUnavailable(f"检索服务暂不可用:{exc}") from exc


def _since(begun: float) -> float:
    """Milliseconds since `begun` (perf_counter)."""
    return round((time.perf_counter() - begun) * 1000, 2)
