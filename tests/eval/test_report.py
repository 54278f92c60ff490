from __future__ import annotations

import re
from io import StringIO

from rich.console import Console

from eval.console import print_run
from eval.gate import Violation
from eval.report import run_markdown, run_page
from tests.eval.builders import question, row, run_of

RUN = run_of(row("q1"), row("q2", score=0.0, question="<b>甲市|新增</b>多少家?"))


def test_the_page_stands_alone_and_escapes_what_people_wrote() -> None:
    page = run_page(RUN, {"q2": question(id="q2")}, violations=[Violation("answer", "answer 太低")])
    assert re.findall(r"(?:src|href)\s*=|@import|url\(|<script", page) == []
    assert "<b>甲市" not in page
    assert "&lt;b&gt;甲市" in page
    assert "answer 太低" in page


def test_the_worst_question_is_shown_with_its_gold() -> None:
    page = run_page(RUN, {"q2": question(id="q2")})
    assert "年内新增研发机构120家" in page
    assert page.count("<details>") == 1


def test_trend_and_ablations_appear_where_there_are_runs_for_them() -> None:
    assert "历次运行" not in run_page(RUN, {})
    page = run_page(RUN, {}, earlier=[RUN], ablations=[run_of(row("q1"), ablation="只用BM25")])
    assert "历次运行" in page
    assert "只用BM25" in page


def test_the_summary_says_what_was_skipped_and_what_failed() -> None:
    text = run_markdown(RUN, [Violation("answer", "answer 太低")])
    assert "评审:跳过" in text
    assert "未通过:answer 太低" in text
    assert "**q2**" in text
    assert "**q1**" not in text


def test_a_terminal_shows_every_kind_each_half_and_the_whole() -> None:
    screen = Console(record=True, width=200, file=StringIO())
    print_run(run_of(row("q1"), row("q2", score=0.0, split="test", kind="measure")), screen)
    lines = [re.findall(r"[^\s│]+", line)[:3] for line in screen.export_text().splitlines() if line.startswith("│")]
    assert lines == [
        ["measure", "1", "0.000"],
        ["value", "1", "1.000"],
        ["fit", "1", "1.000"],
        ["test", "1", "0.000"],
        ["全部", "2", "0.500"],
    ]
