"""A run keeps every row, can be taken up again, and never mixes two configurations."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from assistant.errors import ServiceUnavailable
from assistant.model import Answer, AskRequest, Filters
from eval.metrics import Corpus
from eval.run import ROWS, RunBroken, RunFolder, read_run
from eval.runner import ask, run_suite
from tests.eval.builders import CORPUS, answer, header, question, row, suite

QUESTIONS = suite(question(id="a"), question(id="b", turns=("先问这个",)), question(id="c", question="坏掉"))


class FakeAsker:
    """Answers 120; fails where the question says so; remembers what it was asked."""

    def __init__(self, *, broken: bool = True) -> None:
        self.broken = broken
        self.asked: list[AskRequest] = []

    async def ask(self, request: AskRequest) -> Answer:
        self.asked.append(request)
        if self.broken and request.question == "坏掉":
            raise ServiceUnavailable("检索不可用")
        if request.question == "崩溃":
            raise ZeroDivisionError
        return answer(session_id=request.session_id or f"s{len(self.asked)}")


class FakeWorkbench:
    index = "1"
    corpus: Corpus = CORPUS

    def __init__(self, asker: FakeAsker) -> None:
        self.asker = asker

    async def retrieve(self, text: str, filters: Filters) -> tuple[tuple[str, str], ...]:
        return (("d1", "年内新增研发机构120家"),)


async def go(folder: Path, asker: FakeAsker, **changes: object) -> object:
    return await run_suite(
        QUESTIONS, FakeWorkbench(asker), header(QUESTIONS, **changes), folder, progress=lambda done, of: None
    )


async def test_every_question_leaves_a_row_also_one_that_failed(tmp_path: Path) -> None:
    await go(tmp_path, FakeAsker())
    rows = {item.id: item for item in read_run(tmp_path).rows}
    assert list(rows) == ["a", "b", "c"]
    assert rows["a"].scores["answer"] == 1.0
    assert rows["a"].scores["mrr"] == 1.0
    assert rows["a"].answer is not None
    assert rows["a"].answer["citations"][0]["quote"].startswith("1.建设机构")
    assert rows["c"].scores == {"answer": 0.0}
    assert "检索不可用" in (rows["c"].error or "")


async def test_a_crash_inside_the_product_is_a_row_with_its_traceback() -> None:
    found = await ask(question(question="崩溃"), FakeWorkbench(FakeAsker()))
    assert "ZeroDivisionError" in (found.error or "")


async def test_follow_ups_are_asked_in_the_session_of_their_turns_and_others_in_a_new_one(tmp_path: Path) -> None:
    asker = FakeAsker()
    await go(tmp_path, asker)
    asked = {request.question: request.session_id for request in asker.asked}
    assert asked["先问这个"] is None
    assert [r.session_id for r in asker.asked if r.question == "甲市新增多少家研发机构?"] == [None, "s2"]


async def test_a_run_is_taken_up_where_it_broke_off_and_errors_are_asked_again(tmp_path: Path) -> None:
    await go(tmp_path, FakeAsker())
    mended = FakeAsker(broken=False)
    await go(tmp_path, mended)
    assert [request.question for request in mended.asked] == ["坏掉"]
    assert [item.error for item in read_run(tmp_path).rows] == [None, None, None]


async def test_a_folder_with_another_configuration_is_not_touched(tmp_path: Path) -> None:
    await go(tmp_path, FakeAsker())
    with pytest.raises(RunBroken, match="另一种配置"):
        await go(tmp_path, FakeAsker(), code="other")


def test_a_line_cut_short_by_a_crash_is_left_out_and_a_bad_one_before_it_is_not(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.begin(header(QUESTIONS))
    folder.append(row("a"))
    with (tmp_path / ROWS).open("a", encoding="utf-8") as file:
        file.write('{"id": "b"')
    assert [item.id for item in read_run(tmp_path).rows] == ["a"]
    with (tmp_path / ROWS).open("a", encoding="utf-8") as file:
        file.write("\n{}\n")
    with pytest.raises(RunBroken, match="第2行"):
        read_run(tmp_path)


def test_nan_survives_being_written(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.begin(header(QUESTIONS))
    folder.append(row("a", scores={"answer": math.nan}))
    assert math.isnan(read_run(tmp_path).rows[0].scores["answer"] or 0.0)


def test_a_folder_that_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunBroken, match="不是一次评测运行"):
        read_run(tmp_path)
