"""The command line: output, exit codes and messages, run as a person would run it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.cli.main import run
from assistant.records import Records
from ingestion.knowledge.database import connect
from ingestion.knowledge.lock import DirectoryLock

QUESTION = "常州2018年要新增多少家市级以上企业研发机构?由谁牵头?"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    shutil.copytree(shipped_data, folder / "data")
    return folder


@pytest.fixture
def wenzheng(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs a command in this process, in a folder with the shipped corpus."""
    monkeypatch.chdir(folder)

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def test_an_answer_shows_its_clause_and_units(wenzheng: Run) -> None:
    code, out, _ = wenzheng("ask", QUESTION)
    assert code == 0
    assert "120家" in out
    assert "第三部分第8条" in out
    assert "市科技局" in out


def test_json_is_the_object_of_the_api(wenzheng: Run) -> None:
    code, out, _ = wenzheng("ask", QUESTION, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["citations"][0]["label"] == "第三部分第8条"
    assert {unit["role"] for unit in answer["responsible_units"]} == {"lead"}


def test_a_follow_up_goes_on_in_its_session(wenzheng: Run) -> None:
    first = json.loads(wenzheng("ask", "常州2018年要新增多少家市级以上企业研发机构?", "--json")[1])
    second = json.loads(wenzheng("ask", "由谁牵头?", "--json", "--session", first["session_id"])[1])
    assert second["session_id"] == first["session_id"]
    assert "市科技局" in second["answer"]


def test_a_refusal_is_an_answer(wenzheng: Run) -> None:
    code, out, _ = wenzheng("ask", "新能源汽车购车补贴怎么申请?", "--json")
    assert (code, json.loads(out)["status"]) == (0, "refused")


def test_what_was_asked_on_the_command_line_is_kept_for_replay(wenzheng: Run, folder: Path) -> None:
    answer_id = json.loads(wenzheng("ask", "购房补贴怎么申请?", "--json")[1])["answer_id"]
    engine = connect(folder / "data", None)
    records = Records(engine, lambda: datetime.now(UTC))
    kept = records.answers.find(answer_id)
    assert kept is not None
    assert kept.request.channel == "cli"
    assert "购房补贴怎么申请?" in {gap.question for gap in records.opinions.gaps(limit=10)}
    engine.dispose()


def test_a_profile_tells_where_the_time_went(wenzheng: Run) -> None:
    assert "stages_ms" in wenzheng("ask", QUESTION, "--profile")[2]


def test_documents_and_clauses_are_listed_and_shown(wenzheng: Run) -> None:
    listed = json.loads(wenzheng("documents", "--json")[1])
    assert listed["total"] == 5
    assert "共 5 份文件" in wenzheng("documents")[1]
    clause_id = json.loads(wenzheng("ask", QUESTION, "--json")[1])["citations"][0]["clause_id"]
    shown = wenzheng("show", clause_id)[1]
    assert "年内新增市级以上企业研发机构120家" in shown
    assert "牵头单位:市科技局" in shown
    assert json.loads(wenzheng("show", clause_id, "--json")[1])["clause_id"] == clause_id


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["ask", ""], 2, "请输入问题"),
        (["ask", "长" * 10_000], 2, "问题过长"),
        (["ask", "问题", "--region", "火星"], 2, "火星"),
        (["ask"], 2, "用法有误"),
        (["ask", "问题", "--colour"], 2, "用法有误"),
        (["dance"], 2, "用法有误"),
        (["show", "none"], 1, "没有编号为 none 的条款"),
        (["ingest", "missing.txt"], 1, "找不到"),
        (["keys", "revoke", "none"], 2, "没有编号为 none"),
        (["serve", "--workers", "2", "--example"], 2, "--example"),
        (["serve", "--host", "203.0.113.1"], 2, "无法监听"),
    ],
)
def test_mistakes_are_told_in_one_line(wenzheng: Run, arguments: list[str], code: int, message: str) -> None:
    returned, out, err = wenzheng(*arguments)
    assert returned == code
    assert message in err
    assert "Traceback" not in out + err


def test_files_that_cannot_be_used_are_named_and_the_others_come_in(wenzheng: Run, folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    (folder / "图.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "好.txt").write_text("关于种茶的通知\n一、种茶\n(一)种茶10亩。责任单位:市农业局\n", encoding="gb18030")
    code, out, err = wenzheng("ingest", "空.txt", "图.txt", "好.txt")
    assert code == 1
    assert "新增 1" in out
    assert "失败 2" in out
    assert "空.txt" in err
    assert "图.txt" in err


def test_checking_a_file_stores_nothing(wenzheng: Run, folder: Path) -> None:
    (folder / "看.txt").write_text("关于养鱼的通知\n一、养鱼\n(一)养鱼10亩。责任单位:市农业局\n")
    code, out, _ = wenzheng("ingest", "--check", "看.txt")
    assert code == 0
    assert "看.txt" in out
    assert "养鱼" not in wenzheng("documents")[1]


def test_a_second_process_is_told_who_holds_the_directory(wenzheng: Run, folder: Path) -> None:
    held = DirectoryLock(folder / "data")
    try:
        code, _, err = wenzheng("ask", QUESTION)
    finally:
        held.release()
    assert code == 1
    assert f"进程号 {os.getpid()}" in err


def test_keys_are_made_beside_a_running_server(wenzheng: Run, folder: Path) -> None:
    held = DirectoryLock(folder / "data")
    try:
        token = wenzheng("keys", "make", "窗口", "--role", "staff")[1].strip()
        listed = wenzheng("keys", "list")[1]
    finally:
        held.release()
    assert token.startswith("wz_")
    assert token.split("_", 2)[2] not in listed
    assert "staff" in listed
    assert wenzheng("keys", "revoke", token.split("_")[1])[0] == 0
    assert "吊销" in wenzheng("keys", "list")[1]


def test_a_wrong_setting_is_named(wenzheng: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENZHENG_SERVER__ASKS_PER_MINUTE", "many")
    code, _, err = wenzheng("documents")
    assert (code, err.strip()) == (2, "配置有误,请检查这些设置:server.asks_per_minute。")


def test_the_doctor_finds_a_sound_knowledge_base(wenzheng: Run) -> None:
    code, out, _ = wenzheng("doctor", "--repair")
    assert code == 0
    assert "检查通过" in out


def test_the_command_answers_from_a_shell(folder: Path) -> None:
    script = "from assistant.cli import main; main()"
    command = [sys.executable, "-W", "error", "-c", script, "ask", QUESTION, "--json"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "120家" in json.loads(result.stdout)["answer"]
