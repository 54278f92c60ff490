"""Small questions, answers and runs for the tests of the eval suite."""

from __future__ import annotations

from typing import Any

from assistant.model import Answer, Citation, GroundingReport, ResponsibleUnit, Status
from eval.datasets.schema import Gold, Question
from eval.datasets.suites import Suite
from eval.metrics import Corpus, Observation
from eval.run import Row, Run, RunHeader, answered_row

TEXT = (
    "一、目标\n1.建设机构。年内新增研发机构120家,到2018年底投入达2.81%。(牵头单位:市科技局、市财政局)\n"
    "2.加强宣传。办好活动。"
)
CLAUSE = TEXT[TEXT.index("1.建设机构") : TEXT.index("\n2.")]
OTHER = TEXT[TEXT.index("2.加强宣传") :]
CORPUS = Corpus(
    stems={"d1": "甲市", "d2": "乙市"},
    texts={"d1": TEXT, "d2": "乙市新增30家。"},
    facts={"d1": "甲发〔2020〕7号 2020年3月1日"},
)


def citation(
    index: int = 1, *, text: str = CLAUSE, quote: str | None = None, doc_id: str = "d1", **more: Any
) -> Citation:
    words = quote if quote is not None else text
    start = CORPUS.texts[doc_id].find(words)
    heading = text.split("。", 1)[0]
    known = {"title": "甲市要点", "doc_number": None, "issuer": None, "region": None, "label": "第一部分第1条"}
    return Citation(
        **{
            **known,
            "index": index,
            "doc_id": doc_id,
            "clause_id": f"{doc_id}-{heading}",
            "path": ("一、目标", heading),
            "text": text,
            "quote": words,
            "start": start,
            "end": start + len(words),
            **more,
        }
    )


def answer(
    text: str = "年内新增研发机构120家。[1]",
    *citations: Citation,
    status: Status = "answered",
    units: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> Answer:
    cited = citations or ((citation(),) if status == "answered" else ())
    people = tuple(ResponsibleUnit(name, role, inherited=False, citation=1) for role, name in units)  # type: ignore[arg-type]
    grounding = more.pop("grounding", GroundingReport(checked=2, supported=2))
    return Answer(status, text, cited, people, grounding, **more)


def question(**fields: Any) -> Question:
    known: dict[str, Any] = {
        "id": "q1",
        "kind": "value",
        "question": "甲市新增多少家研发机构?",
        "expect": ("answered",),
        "gold": (Gold(doc="甲市", quote="年内新增研发机构120家"),),
        "facts": (("120家", "120个"),),
        "split": "fit",
    }
    return Question(**{**known, **fields})


def refusable(**fields: Any) -> Question:
    known: dict[str, Any] = {"id": "q2", "kind": "refuse", "expect": ("refused",), "gold": (), "facts": ()}
    return question(**{**known, **fields})


def seen(asked: Question | None = None, given: Answer | None = None, **more: Any) -> Observation:
    return Observation(asked or question(), given or answer(), CORPUS, **more)


def row(row_id: str = "q1", score: float = 1.0, **more: Any) -> Row:
    scores = more.pop("scores", {"answer": score, "hit@1": score, "quote_exactness": 1.0})
    asked = question(id=row_id, **more)
    return answered_row(asked, {"status": "answered", "answer": "120家"}, scores, elapsed_ms=10.0)


def suite(*questions: Question) -> Suite:
    return Suite("dev", questions or (question(),), ())


def header(of: Suite | None = None, **more: Any) -> RunHeader:
    tested = of or suite()
    known: dict[str, Any] = {
        "name": "run",
        "suite": tested.name,
        "mode": "extractive",
        "dataset": tested.fingerprint,
        "corpus": "c",
        "index": "1",
        "code": "x",
        "commit": "abc",
        "embedding": "fake",
        "model": None,
        "prompts": {},
        "settings": {},
        "questions": len(tested.questions),
        "started": "2026-01-01T00:00:00+00:00",
        "python": "3.11",
    }
    return RunHeader(**{**known, **more})


def run_of(*rows: Row, **more: Any) -> Run:
    of = suite(*(question(id=item.id) for item in {item.id: item for item in rows}.values()))
    return Run(header(of, **more), rows)
