from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from eval.datasets.suites import SHIPPED_DOCUMENTS, DatasetBroken
from eval.judged.check import LabelledAnswer, load_labelled, qualification_markdown, qualify
from eval.judged.judge import JudgeFailed, Message, Reply

LABELLED = load_labelled()


class LabelJudge:
    """Says what the label says, except for the first `wrong`, where it says the opposite or fails."""

    def __init__(self, labelled: tuple[LabelledAnswer, ...], wrong: int, *, fails: bool = False) -> None:
        self.truth = {item.answer: item.supported for item in labelled}
        self.wrong = wrong
        self.fails = fails

    async def fill(self, messages: list[Message], model: type[Reply]) -> Reply:
        asked = messages[-1][1].rsplit("回答:", 1)[1]
        says = next(truth for answer, truth in self.truth.items() if asked.startswith(answer))
        if self.wrong:
            self.wrong -= 1
            if self.fails:
                raise JudgeFailed("timeout", "太慢")
            says = not says
        return model(reason="据", verdict="支持" if says else "不支持")


def test_the_labelled_answers_are_enough_balanced_and_taken_from_the_documents() -> None:
    assert len(LABELLED) >= 60
    assert sum(item.supported for item in LABELLED) * 2 == len(LABELLED)
    kinds = Counter(item.mutation for item in LABELLED if not item.supported)
    assert set(kinds) == {"number", "unit", "date", "negation"}
    for item in LABELLED:
        text = re.sub(r"\s+", "", (SHIPPED_DOCUMENTS / f"{item.doc}.txt").read_text(encoding="utf-8"))
        assert re.sub(r"\s+", "", item.context) in text


@pytest.mark.parametrize(("wrong", "qualified"), [(0, True), (6, True), (7, False)])
async def test_a_judge_below_nine_in_ten_only_advises(wrong: int, *, qualified: bool) -> None:
    result = await qualify(LabelJudge(LABELLED, wrong), LABELLED)
    assert result.qualified is qualified
    low, high = result.interval
    assert low <= result.accuracy <= high


async def test_a_failure_counts_as_a_wrong_verdict() -> None:
    result = await qualify(LabelJudge(LABELLED, 10, fails=True), LABELLED)
    assert result.failures == 10
    assert result.accuracy == pytest.approx(1 - 10 / len(LABELLED))
    text = qualification_markdown(result, model="m", mode="json")
    assert "仅供参考" in text
    assert text.count("失败(timeout") == 10


def test_a_bad_line_of_labels_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"id": "x"}', encoding="utf-8")
    with pytest.raises(DatasetBroken):
        load_labelled(path)
