"""The model's part in a run, counted from its rows."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from assistant.model import Answer, GroundingReport
from eval.report import run_markdown
from eval.run import Row, answered_row
from eval.wording import measure_wording, wording_lines
from tests.eval.builders import answer, question, run_of


def written(row_id: str, given: Answer, trace: dict[str, Any], *, elapsed_ms: float = 2000.0) -> Row:
    said = TypeAdapter(Answer).dump_python(given, mode="json") | {"trace": trace}
    found = (("甲市", "另有奖励80万元,由市教育局发放。"),)
    return answered_row(question(id=row_id), said, {"answer": 1.0}, elapsed_ms=elapsed_ms, retrieved=found)


def traced(gate_ms: float, first_ms: float, write_ms: float) -> dict[str, Any]:
    return {"stages_ms": {"write": write_ms}, "gate_ms": gate_ms, "first_sentence_ms": first_ms, "form": "json_schema"}


RUN = run_of(
    written("q1", answer(mode="llm", grounding=GroundingReport(2, 2)), traced(4.0, 1000.0, 1600.0)),
    written(
        "q2",
        answer(mode="llm", grounding=GroundingReport(2, 1, ("奖励90万元,由市民政局和市教育局发放80万元",))),
        traced(4.0, 3000.0, 2400.0),
    ),
    written(
        "q3",
        answer(notices=("模型没有输出，以下为条款原文摘录",), grounding=GroundingReport(2, 1, ("新增120家",))),
        {"stages_ms": {"write": 5.0}},
        elapsed_ms=4000.0,
    ),
    written("q4", answer(), {"stages_ms": {"compose": 5.0}}),
)


def test_what_the_model_wrote_and_what_the_gate_took_out_is_counted() -> None:
    wording = measure_wording(RUN)
    assert wording is not None
    assert (wording.asked, wording.written, dict(wording.forms)) == (3, 2, {"json_schema": 2})
    assert dict(wording.fallbacks) == {"模型没有输出": 1}
    assert (wording.sentences, wording.removed) == (6, 2)
    assert (wording.unsupported_before, wording.unsupported_after) == (2, 0)  # 90万元 and 市民政局
    assert wording.gate_ms_per_sentence == 2.0
    assert wording.gate_share == 0.002
    assert list(wording.total_ms) == [2000.0, 2000.0, 4000.0]


def test_a_fact_that_got_past_the_gate_is_counted() -> None:
    leaked = written("q1", answer("年内新增130家,由市民政局负责。[1]", mode="llm"), traced(1.0, 1.0, 1.0))
    wording = measure_wording(run_of(leaked))
    assert wording is not None
    assert wording.unsupported_after == 2


def test_a_run_without_a_model_has_no_such_figures() -> None:
    assert measure_wording(run_of(written("q4", answer(), {"stages_ms": {"compose": 5.0}}))) is None


def test_the_report_tells_the_figures() -> None:
    done = RUN
    wording = measure_wording(done)
    assert wording is not None
    lines = wording_lines(wording)
    assert lines[0] == "模型作答 2 / 3(json_schema 2),退回摘录 1(33.3%;模型没有输出 1)"
    assert "核对前 2,核对后 0" in lines[1]
    assert all(line in run_markdown(done) for line in lines)
