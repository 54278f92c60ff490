"""An assistant that knows one small document and answers by rule, for tests of the edges."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from assistant.conversation import SessionStore
from assistant.errors import InvalidRequest, ServiceUnavailable, SessionNotFound, UnknownFilter
from assistant.model import (
    Answer,
    AskEvent,
    AskRequest,
    Citation,
    Delta,
    Done,
    Evidence,
    Filters,
    GroundingReport,
    Meta,
    ResponsibleUnit,
)
from assistant.records import Records
from ingestion.errors import NotFound
from ingestion.knowledge import Health
from ingestion.model import Clause, Document, Finding, Region, Relation, Responsibility, Span, Target

TASK = "1.研发机构。年内新增研发机构120家。(牵头单位:市科技局)"
TEXT = f"2018年工作要点\n一、总体要求\n加强创新。\n二、重点任务\n{TASK}\n"


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def clause(clause_id: str, words: str, path: tuple[str, ...], label: str, ordinal: int, parent: str | None) -> Clause:
    span = span_of(words)
    kind = "item" if parent else "section"
    return Clause(clause_id, "plan", kind, path[-1][0], path[-1], path, label, len(path), ordinal, span, span, parent)


DOCUMENT = Document(
    id="plan",
    title="2018年工作要点",
    text=TEXT,
    source="plan.txt",
    media_type="text",
    doc_number="甲政发〔2018〕1号",
    issuers=("甲市人民政府",),
    region=Region(province="乙省", city="甲市"),
    level="city",
    period=(2018, 2018),
)
QUOTE = "年内新增研发机构120家。"
CLAUSES = (
    clause("plan#1", "一、总体要求\n加强创新。\n", ("一、总体要求",), "第一部分", 0, None),
    clause("plan#2", "二、重点任务\n" + TASK + "\n", ("二、重点任务",), "第二部分", 1, None),
    clause("plan#2.1", TASK, ("二、重点任务", "1.研发机构"), "第二部分第1条", 2, "plan#2"),
)
UNIT = Responsibility("plan#2.1", "市科技局", "市科学技术局", "lead", span_of("市科技局"), span_of(TASK))
TARGET = Target("plan#2.1", "研发机构", "120", "家", "新增", "年内", span_of("新增研发机构120家"))


class FakeKnowledge:
    """One document in memory."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.held: dict[str, Document] = {DOCUMENT.id: DOCUMENT}
        self.problems: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        return "fake:" + ",".join(self.held)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        yield

    def documents(self) -> list[Document]:
        return [replace(document, text="") for document in self.held.values()]

    def document(self, doc_id: str) -> Document:
        if doc_id not in self.held:
            raise NotFound("没有这份文件。")
        return self.held[doc_id]

    def sources(self) -> list[Any]:
        return []

    def clauses(self, doc_id: str) -> list[Clause]:
        self.document(doc_id)
        return [item for item in CLAUSES if item.doc_id == doc_id]

    def clause(self, clause_id: str) -> Clause:
        found = self.clause_map([clause_id])
        if not found:
            raise NotFound("没有这个条款。")
        return found[clause_id]

    def clause_map(self, ids: Iterable[str]) -> dict[str, Clause]:
        wanted = set(ids)
        return {item.id: item for item in CLAUSES if item.id in wanted and item.doc_id in self.held}

    def responsibilities(
        self, *, clause_ids: Iterable[str] | None = None, doc_id: str | None = None, unit: str | None = None
    ) -> list[Responsibility]:
        wanted = None if clause_ids is None else set(clause_ids)
        fits = (wanted is None or UNIT.clause_id in wanted) and unit in (None, UNIT.normalized)
        return [UNIT] if fits and "plan" in self.held else []

    def targets(
        self,
        *,
        doc_ids: Iterable[str] | None = None,
        clause_ids: Iterable[str] | None = None,
        indicator: str | None = None,
    ) -> list[Target]:
        wanted = None if clause_ids is None else set(clause_ids)
        fits = (wanted is None or TARGET.clause_id in wanted) and (doc_ids is None or "plan" in set(doc_ids))
        return [TARGET] if fits and "plan" in self.held else []

    def relations(self, doc_id: str) -> list[Relation]:
        return []

    def relations_to(self, document: Document) -> list[tuple[str, Relation]]:
        return []

    def findings(self, doc_id: str) -> list[Finding]:
        return [Finding("number-gap", "warning", "编号不连续", Span(0, 4))]

    def unit_names(self) -> list[str]:
        return [UNIT.normalized] if "plan" in self.held else []

    def remove(self, doc_id: str) -> None:
        self.document(doc_id)
        del self.held[doc_id]

    def health(self) -> Health:
        return Health(len(self.held), 3, 3, 3, self.problems)


def now() -> datetime:
    return datetime.now(UTC)


class FakeAssistant:
    """Answers questions about 研发机构, refuses others, fails where the question says 故障."""

    def __init__(self) -> None:
        self.engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        self.knowledge = FakeKnowledge(self.engine)
        self.asked: list[AskRequest] = []
        self.sessions = SessionStore(self.engine, clock=now, ttl=timedelta(hours=1))
        self.records = Records(self.engine, now)
        self.pause_s = 0.0
        self.words = "年内新增研发机构120家。[1]\n\n责任单位:市科技局(牵头)[1]"
        self.closed = False

    async def __aenter__(self) -> FakeAssistant:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closed = True
        self.engine.dispose()

    async def run(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # One connection serves the whole database in memory, so calls may not run side by side.
        return fn(*args, **kwargs)

    async def ask(self, request: AskRequest) -> Answer:
        self._check(request)
        await asyncio.sleep(self.pause_s)
        return self._recorded(request, self._answer(request))

    async def ask_stream(self, request: AskRequest) -> AsyncIterator[AskEvent]:
        self._check(request)
        answer = self._answer(request)
        yield Meta(answer.session_id, answer.answer_id, request.question)
        for start in range(0, len(answer.answer), 8):
            await asyncio.sleep(self.pause_s)
            if "中途" in request.question and start:
                raise ServiceUnavailable("检索服务暂不可用。")
            yield Delta(answer.answer[start : start + 8])
        yield Done(self._recorded(request, answer))

    async def search(self, text: str, filters: Filters, limit: int) -> list[Evidence]:
        hit = Evidence(CLAUSES[2], self.knowledge.documents()[0], 1.5, ("lexical", "dense"), 0.8, 7.0)
        return [hit][:limit]

    async def forget(self, session_id: str, user: str) -> bool:
        try:
            self.sessions.delete(session_id, user=user)
        except SessionNotFound:
            return False
        return True

    def _recorded(self, request: AskRequest, answer: Answer) -> Answer:
        if request.channel:
            self.records.answers.record(request, answer)
        return answer

    def _check(self, request: AskRequest) -> None:
        self.asked.append(request)
        if not request.question.strip():
            raise InvalidRequest("请输入问题。")
        if request.filters.region and "甲市" not in request.filters.region:
            raise UnknownFilter("知识库中没有该地区的文件。")
        if "故障" in request.question:
            raise ServiceUnavailable("检索服务暂不可用。")
        if "意外" in request.question:
            raise RuntimeError("secret detail")

    def _answer(self, request: AskRequest) -> Answer:
        number = len(self.asked)
        if request.session_id:
            session_id = self.sessions.ensure(request.session_id, user=request.user)
        else:
            session_id = self.sessions.create(user=request.user)
        answer = Answer(
            status="refused",
            answer="现有文件没有相关依据,可拨打12345咨询。",
            session_id=session_id,
            answer_id=f"answer-{number}",
            latency_ms=1.5,
            understood_as=request.question,
        )
        if "研发机构" not in request.question or "plan" not in self.knowledge.held:
            return answer
        span = span_of(QUOTE)
        cited = Citation(
            index=1,
            doc_id="plan",
            title=DOCUMENT.title,
            doc_number=DOCUMENT.doc_number,
            issuer=DOCUMENT.issuer,
            region="甲市",
            clause_id="plan#2.1",
            path=CLAUSES[2].path,
            label=CLAUSES[2].label,
            text=TASK,
            quote=QUOTE,
            start=span.start,
            end=span.end,
        )
        return replace(
            answer,
            status="answered",
            answer=self.words,
            citations=(cited,),
            responsible_units=(ResponsibleUnit("市科技局", "lead", inherited=False, citation=1),),
            grounding=GroundingReport(2, 2),
            notices=("该文件目标期为2018年,已到期",),
            trace={"stages_ms": {"retrieve": 3.0}},
        )
