"""`wenzheng bot …` as a person runs it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from assistant.cli.main import run
from tests.bots.conftest import until
from tests.bots.fakes import telegram, wecom

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "常州市2018年要新增多少家市级以上企业研发机构?"


@pytest.fixture
def folder(shipped_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(shipped_data, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def telegram_set(bot_api: telegram.TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENZHENG_TELEGRAM__TOKEN", telegram.TOKEN)
    monkeypatch.setenv("WENZHENG_TELEGRAM__API_BASE_URL", bot_api.address)


@pytest.mark.usefixtures("telegram_set", "folder")
async def test_polling_answers_and_leaves_when_told_to(bot_api: telegram.TelegramServer) -> None:
    program = "from assistant.cli import main; main(['bot', 'telegram'])"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=asyncio.subprocess.PIPE
    )
    bot_api.queue(bot_api.message(QUESTION))
    await until(lambda: bot_api.sent and bot_api.sent[0].buttons, 60)
    process.send_signal(signal.SIGTERM)
    _, told = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    assert "120家" in bot_api.sent[0].text
    assert b"Traceback" not in told
    for hidden in (b"TEST-token", QUESTION.encode()):
        assert hidden not in told


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ["telegram", "digest"])
def test_a_command_says_which_setting_it_lacks(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bot", command]) == 2
    assert "请先设置 WENZHENG_" in capsys.readouterr().err


@pytest.mark.usefixtures("telegram_set", "folder")
@pytest.mark.parametrize(("token", "code", "mark"), [(telegram.TOKEN, 0, "✓"), ("1:wrong", 1, "✗")])
async def test_check_tells_by_its_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    api: wecom.WecomApi,
    token: str,
    code: int,
    mark: str,
) -> None:
    monkeypatch.setenv("WENZHENG_TELEGRAM__TOKEN", token)
    settings = {"corp_id": wecom.CORP, "agent_id": wecom.AGENT, "secret": wecom.SECRET, "token": wecom.TOKEN}
    for name, value in (settings | {"encoding_aes_key": wecom.KEY, "api_base_url": api.address}).items():
        monkeypatch.setenv(f"WENZHENG_WECOM__{name.upper()}", str(value))
    assert await asyncio.to_thread(run, ["bot", "check"]) == code
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith(f"{mark} Telegram token") for line in lines)
    assert {line[0] for line in lines} <= {"✓", "✗"}


@pytest.mark.usefixtures("folder")
async def test_digest_reaches_the_group(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], api: wecom.WecomApi
) -> None:
    monkeypatch.setenv("WENZHENG_WECOM__GROUP_WEBHOOK_URL", f"{api.address}/cgi-bin/webhook/send?key=robot-key")
    monkeypatch.setenv("WENZHENG_LOG_LEVEL", "DEBUG")
    assert await asyncio.to_thread(run, ["bot", "digest"]) == 0
    assert len(api.alerts) == 1
    told = capsys.readouterr()
    assert "robot-key" not in told.out + told.err
