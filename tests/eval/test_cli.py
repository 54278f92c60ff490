"""What a maintainer types, and the exit code that CI sees."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.datasets.suites import OFFLINE, Suite, load_suite, sample
from eval.gate import load_baseline, load_rules
from eval.run import Run, RunFolder, answered_row
from tests.eval.builders import answer, header, row

SHELL = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run of the robustness suite in which everything was refused."""
    monkeypatch.setenv("COLUMNS", "200")
    suite = load_suite("robustness")
    head = header(suite)
    store = RunFolder(tmp_path / "run")
    store.begin(head)
    given = {"status": "refused", "answer": answer("没有找到。").answer, "citations": []}
    rows = [
        answered_row(question, given, {"answer": float(question.kind == "refuse")}, elapsed_ms=5.0)
        for question in suite.questions
    ]
    store.finish(head, rows)
    return tmp_path / "run"


def test_a_bad_run_exits_red_and_says_why(folder: Path) -> None:
    result = SHELL.invoke(app, ["gate", str(folder)])
    assert result.exit_code == 1
    assert "✗ robustness" in result.output


def test_a_report_is_two_files_that_stand_alone(folder: Path, tmp_path: Path) -> None:
    result = SHELL.invoke(app, ["report", str(folder), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    assert (tmp_path / "out" / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "## 评测 robustness" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_two_runs_are_compared(folder: Path) -> None:
    result = SHELL.invoke(app, ["compare", str(folder), str(folder)])
    assert result.exit_code == 0
    assert "翻转的题(0)" in result.output


def test_a_judge_check_without_a_judge_says_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("BASE_URL", "MODEL"):
        monkeypatch.delenv(f"WENZHENG_JUDGE__{name}", raising=False)
    result = SHELL.invoke(app, ["judge-check"])
    assert result.exit_code == 2
    assert "跳过" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--suite", "nope"], "没有名为 nope 的评测集"),
        (["run", "--suite", "robustness", "--ablation", "nope"], "没有这个消融"),
        (["run", "--suite", "robustness", "--mode", "llm"], "没有配置模型"),
        (["gate", "/nowhere"], "不是一次评测运行"),
        (["author", "--split", "x"], "split"),
    ],
)
def test_a_mistake_is_explained_without_a_traceback(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    result = SHELL.invoke(app, arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_without_a_run_every_offline_suite_is_run_afresh_for_its_baseline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run_one(suite: Suite, mode: str, folder: Path) -> Run:
        return Run(header(suite, mode=mode), (row(suite.questions[0].id),))

    monkeypatch.setattr("eval.cli.run_one", run_one)
    monkeypatch.setattr("eval.gate.baseline_path", lambda suite, mode: tmp_path / f"{suite}-{mode}.json")
    result = SHELL.invoke(app, ["baseline"])
    assert result.exit_code == 0, result.output
    assert {path.stem for path in tmp_path.iterdir()} == {f"{name}-extractive" for name in OFFLINE}


def test_every_offline_suite_has_rules_and_a_baseline_of_its_questions() -> None:
    rules = load_rules()
    for name in OFFLINE:
        made = load_baseline(name, "extractive")
        assert rules[name].floors
        assert rules[name].drops
        assert made
        assert made.dataset == load_suite(name).fingerprint


def test_new_documents_become_drafts(tmp_path: Path) -> None:
    (tmp_path / "新办法.txt").write_text(
        "青岚市新办法\n\n第一条 为了试验,制定本办法。\n\n第二条 到2030年建成公园30个。\n", encoding="utf-8"
    )
    out = tmp_path / "drafts.jsonl"
    result = SHELL.invoke(app, ["author", str(tmp_path / "新办法.txt"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "第二条" in out.read_text(encoding="utf-8")


def test_the_commands_of_the_assistant_never_import_ragas() -> None:
    code = (
        "import sys, assistant.core, assistant.cli, eval.cli, eval.judged, eval.judged.check, eval.workbench;"
        "sys.exit('ragas' in sys.modules or 'datasets' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_run_can_be_thinned_out_to_some_questions_of_some_kinds() -> None:
    suite = load_suite("robustness")
    values = [q.id for q in suite.questions if q.kind == "value"]
    thinned = [q.id for q in sample(suite, ("value",), 5).questions]
    assert len(thinned) == 5
    assert [i for i in values if i in thinned] == thinned
    assert thinned[-1] in values[-len(values) // 4 :]
    assert sample(suite, (), None).questions == suite.questions
    assert sample(suite, ("value",), 5).fingerprint != suite.fingerprint
    assert len(sample(suite, ("value",), 9999).questions) == len(values)
    assert all("typo" in q.tags for q in sample(suite, ("typo",), None).questions)


def test_a_kind_that_no_question_has_is_told() -> None:
    result = SHELL.invoke(app, ["run", "--suite", "robustness", "--kind", "nope"])
    assert result.exit_code == 2
    assert "没有这些类型或标签的题" in result.output
