"""ragas is imported here and in test_tier, once a test run."""

from __future__ import annotations

import pytest

from eval.metrics import METRICS, score
from eval.ragas_adapter import Seen, offline_metrics, table
from eval.run import answered_row
from tests.eval.builders import answer, question, run_of, seen

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")


def test_ragas_gives_the_scores_that_the_offline_tier_gives() -> None:
    observation = seen(given=answer("年内新增研发机构150家。[1]"))
    adapted = offline_metrics()
    assert list(adapted) == [metric.name for metric in METRICS]
    for name, expected in score(observation).items():
        assert adapted[name].score(seen=Seen(observation)).value == expected


async def test_the_table_has_every_row_and_tells_near_from_far() -> None:
    def row(row_id: str, text: str, status: str = "answered"):  # type: ignore[no-untyped-def]
        return answered_row(question(id=row_id), {"status": status, "answer": text}, {"answer": 1.0}, elapsed_ms=1)

    run = run_of(row("same", "年内新增研发机构120家"), row("far", "今天天气很好"), row("no", "没有", "refused"))
    lines = {str(line["id"]): line for line in await table(run, {k: question(id=k) for k in ("same", "far", "no")})}
    assert set(lines) == {"same", "far", "no"}
    for name in ("chrf", "bleu_zh", "levenshtein"):
        near, far = lines["same"][name], lines["far"][name]
        assert isinstance(near, float)
        assert isinstance(far, float)
        assert near > 0.9 > 0.3 > far
        assert lines["no"][name] is None
