"""Judged scores: failures are counted, skipped is said, no row vanishes, undercounting never scores 1.0."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.settings import JudgeSettings
from eval.judged.judge import JudgeFailed, Message, Reply
from eval.judged.tier import JUDGED, SUPPORT, Sample, _ragas_scorer, judge_answers, sample_of, score_rows, scorers
from eval.run import Row, RunFolder, answered_row, failed_row, read_run
from tests.eval.builders import header, question, refusable, suite

QUESTIONS = suite(question(id="a"), question(id="b"), refusable(id="c"), question(id="d"))
CITED = [{"text": "新增研发机构120家。"}]


def rows() -> tuple[Row, ...]:
    given = {"status": "answered", "answer": "120家。[1]", "citations": CITED}
    return (
        answered_row(question(id="a"), given, {"answer": 1.0}, elapsed_ms=1, retrieved=(("甲市", "新增120家。"),)),
        answered_row(question(id="b"), given, {"answer": 1.0}, elapsed_ms=1, retrieved=(("甲市", "新增120家。"),)),
        answered_row(
            refusable(id="c"), {"status": "refused", "answer": "没有", "citations": []}, {"answer": 1.0}, elapsed_ms=1
        ),
        failed_row(question(id="d"), "boom"),
    )


async def good(sample: Sample) -> float:
    return 0.5


def failing_on(times: int, kind: str = "timeout") -> Any:
    left = [times]

    async def scorer(sample: Sample) -> float:
        if left[0]:
            left[0] -= 1
            raise JudgeFailed(kind, "说明")
        return 1.0

    return scorer


async def test_only_answers_with_a_citation_are_judged_and_every_row_is_kept() -> None:
    judged, coverage = await score_rows(rows(), QUESTIONS, {SUPPORT: good})
    assert [row.id for row in judged] == ["a", "b", "c", "d"]
    assert [row.scores.get(SUPPORT) for row in judged] == [0.5, 0.5, None, None]
    assert coverage == {SUPPORT: 1.0}


async def test_a_failure_lowers_coverage_and_is_written_down_instead_of_raising_the_mean() -> None:
    judged, coverage = await score_rows(rows(), QUESTIONS, {SUPPORT: failing_on(1)})
    assert coverage == {SUPPORT: 0.5}
    assert judged[0].scores[SUPPORT] is None
    assert "timeout" in judged[0].remarks["judge"][0]
    assert judged[1].scores[SUPPORT] == 1.0


async def test_without_a_judge_the_run_says_that_it_was_skipped(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.begin(header(QUESTIONS))
    run = folder.finish(header(QUESTIONS), rows())
    done = await judge_answers(run, QUESTIONS, JudgeSettings(), tmp_path, work=tmp_path, embed=lambda text: [1.0])
    assert done.header.judge.status == "skipped"
    assert "WENZHENG_JUDGE__BASE_URL" in done.header.judge.reason
    assert read_run(tmp_path).header.judge.status == "skipped"


async def test_a_judge_that_fails_the_preflight_stops_the_tier_and_is_recorded(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.begin(header(QUESTIONS))
    run = folder.finish(header(QUESTIONS), rows())
    nowhere = JudgeSettings(base_url="http://127.0.0.1:1/v1", model="none", timeout_s=2)
    done = await judge_answers(run, QUESTIONS, nowhere, tmp_path, work=tmp_path, embed=lambda text: [1.0])
    assert done.header.judge.status == "failed"
    assert SUPPORT not in done.rows[0].scores


@pytest.mark.parametrize("value", [None, math.nan, "1.0"])
async def test_what_is_not_a_number_is_a_failure_and_not_a_score(value: object) -> None:
    async def ascore(**_: Any) -> Any:
        return SimpleNamespace(value=value)

    scorer = _ragas_scorer("judged_relevancy", SimpleNamespace(ascore=ascore))
    with pytest.raises(JudgeFailed) as failure:
        await scorer(Sample("问", "答", ("条",), ("条",), "标准"))
    assert failure.value.kind == "not_a_number"


def test_rows_that_refuse_err_or_cite_nothing_have_nothing_to_judge() -> None:
    every = {row.id: row for row in rows()}
    assert sample_of(every["a"], question()) is not None
    assert sample_of(every["c"], refusable()) is None
    assert sample_of(every["d"], question()) is None


class StubJudge:
    """Fills ragas' models by name of their fields; answers `verdicts` whatever it was asked."""

    def __init__(self, verdicts: int) -> None:
        self.verdicts = verdicts
        self.asked: list[str] = []

    async def fill(self, messages: list[Message], model: type[Reply]) -> Reply:
        self.asked.append(messages[-1][1])
        fields = set(model.model_fields)
        verdict = {"statement": "句", "reason": "据", "verdict": 1, "attributed": 1}
        known: dict[str, Any] = {
            "claims": ["一", "二"],
            "classifications": [verdict] * self.verdicts,
            "question": "多少家?",
            "noncommittal": 0,
            "reason": "据",
            "verdict": "支持" if "Verdict" in model.__name__ else 1,
        }
        statements = [verdict] * self.verdicts if "判断" in self.asked[-1] else ["一", "二"]
        filled = {name: statements if name == "statements" else known[name] for name in fields}
        return model.model_validate_json(json.dumps(filled, ensure_ascii=False))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")
async def test_ragas_runs_on_our_chinese_prompts_and_counts_verdicts(recwarn: pytest.WarningsRecorder) -> None:
    sample = Sample("多少家?", "120家,市科技局牵头。", ("新增120家。",), ("新增120家。",), "新增120家\n市科技局牵头")
    full, short = StubJudge(verdicts=2), StubJudge(verdicts=1)
    scores = {name: await scorer(sample) for name, scorer in scorers(full, lambda text: [1.0, 0.0]).items()}
    assert set(scores) == set(JUDGED)
    assert scores == pytest.approx(dict.fromkeys(JUDGED, 1.0))
    assert all("Please return" not in asked for asked in full.asked)
    counted = scorers(short, lambda text: [1.0, 0.0])
    for name in ("judged_faithfulness", "judged_context_recall", "judged_correctness"):
        with pytest.raises(JudgeFailed) as failure:
            await counted[name](sample)
        assert failure.value.kind == "undercount"
