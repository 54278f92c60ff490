"""The real assistant behind a real server: official clients, uploads, and what happens at shutdown."""

from __future__ import annotations

import asyncio
import io
import shutil
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest

from assistant.api.app import create_app
from assistant.core import Assistant
from assistant.settings import Settings
from tests.assistant.api.live import Live, start, wait_for_job

QUESTION = "常州2018年要新增多少家市级以上企业研发机构?由谁牵头?"
NEW_TEXT = "\n".join(
    [
        "云溪县人民政府办公室关于印发低空经济发展三年行动方案的通知",
        "云政办发〔2024〕7号",
        "各乡镇人民政府,县各有关部门:",
        "现将《云溪县低空经济发展三年行动方案》印发给你们,请认真贯彻执行。",
        "云溪县人民政府办公室",
        "2024年5月6日",
        "一、培育经营主体",
        "(一)壮大企业队伍。到2026年,全县低空经济企业达到37家。(责任单位:县发展改革局、县科技局)",
        "(二)建设起降场地。新建直升机起降点5个。(责任单位:县交通运输局)",
        "二、加强保障",
        "(一)强化资金支持。设立2000万元专项资金。(责任单位:县财政局)",
    ]
)
NEW_QUESTION = "云溪县到2026年低空经济企业要达到多少家?"


@pytest.fixture(scope="module")
def live(shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("live") / "data"
    shutil.copytree(shipped_data, folder)
    settings = Settings(data_dir=folder)
    live = start(create_app(settings, Assistant(settings)))
    yield live
    live.stop()


@pytest.fixture
def public(live: Live) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=live.url, timeout=30) as client:
        yield client


@pytest.fixture
def staff(live: Live) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=live.url, timeout=30, headers={"Authorization": f"Bearer {live.key('staff')}"}
    ) as client:
        yield client


def ask(client: httpx.Client, question: str) -> dict:
    response = client.post("/v1/ask", json={"question": question})
    assert response.status_code == 200, response.text
    return response.json()


def test_a_quote_stands_in_the_text_at_its_place(public: httpx.Client) -> None:
    answer = ask(public, QUESTION)
    assert "120家" in answer["answer"]
    citation = answer["citations"][0]
    text = public.get(f"/v1/documents/{citation['doc_id']}/text").text
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert public.get(f"/v1/clauses/{citation['clause_id']}").json()["text"].strip() == citation["text"].strip()


def test_a_replay_of_a_real_answer_says_the_same(public: httpx.Client) -> None:
    answer = ask(public, QUESTION)
    replay = public.get(f"/v1/answers/{answer['answer_id']}").json()
    assert {clause["state"] for clause in replay["clauses"]} == {"same"}
    assert replay["said_today"]


def test_the_official_openai_client_gets_answer_and_sources(live: Live) -> None:
    with openai.OpenAI(base_url=f"{live.url}/v1", api_key="none", max_retries=0) as client:
        assert [model.id for model in client.models.list()] == ["wenzheng"]
        messages = [{"role": "user", "content": QUESTION}]
        reply = client.chat.completions.create(model="wenzheng", messages=messages)
        content = reply.choices[0].message.content
        assert "120家" in content
        assert "来源:" in content
        assert reply.citations[0]["quote"] in content
        with client.chat.completions.create(model="wenzheng", messages=messages, stream=True) as stream:
            chunks = list(stream)
        assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == content
        assert chunks[-1].citations == reply.citations


def test_the_official_openai_client_follows_up(live: Live) -> None:
    with openai.OpenAI(base_url=f"{live.url}/v1", api_key="none", max_retries=0) as client:
        messages = [{"role": "user", "content": "常州2018年要新增多少家市级以上企业研发机构?"}]
        first = client.chat.completions.create(model="wenzheng", messages=messages)
        messages += [
            {"role": "assistant", "content": first.choices[0].message.content},
            {"role": "user", "content": "由谁牵头?"},
        ]
        second = client.chat.completions.create(model="wenzheng", messages=messages)
        assert "市科技局" in second.choices[0].message.content
        assert second.session_id == first.session_id


def test_the_official_openai_client_sees_errors_as_errors(live: Live) -> None:
    with (
        openai.OpenAI(base_url=f"{live.url}/v1", api_key="wz_revoked_key", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError),
    ):
        client.chat.completions.create(model="wenzheng", messages=[{"role": "user", "content": QUESTION}])


def test_an_upload_is_answered_from_until_it_is_deleted(public: httpx.Client, staff: httpx.Client) -> None:
    assert ask(public, NEW_QUESTION)["status"] == "refused"
    accepted = staff.post("/v1/documents", files=[("files", ("云溪.txt", NEW_TEXT.encode()))])
    assert accepted.status_code == 202
    assert accepted.headers["location"] == f"/v1/jobs/{accepted.json()['job_id']}"
    job = wait_for_job(staff, accepted.json()["job_id"])
    assert (job["state"], job["done"], job["total"]) == ("done", 1, 1)
    doc_id = job["outcomes"][0]["doc_id"]
    answer = ask(public, NEW_QUESTION)
    assert "37家" in answer["answer"]
    assert answer["citations"][0]["doc_id"] == doc_id

    changed = NEW_TEXT.replace("37家", "48家").encode()
    replaced = staff.put(f"/v1/documents/{doc_id}", files={"file": ("云溪(修订).txt", changed)})
    assert wait_for_job(staff, replaced.json()["job_id"])["outcomes"][0]["doc_id"] == doc_id
    assert "48家" in ask(public, NEW_QUESTION)["answer"]

    removal = staff.delete(f"/v1/documents/{doc_id}").json()
    assert removal["left"] == dict.fromkeys(removal["left"], 0)
    assert ask(public, NEW_QUESTION)["status"] == "refused"
    found = public.post("/v1/search", json={"query": "低空经济企业", "limit": 20}).json()["hits"]
    assert doc_id not in {hit["clause"]["doc_id"] for hit in found}


def test_nothing_of_an_upload_stays_on_disk(live: Live, staff: httpx.Client) -> None:
    job = staff.post("/v1/documents", files=[("files", ("云溪.txt", NEW_TEXT.encode()))]).json()
    doc_id = wait_for_job(staff, job["job_id"])["outcomes"][0]["doc_id"]
    uploads = live.app.state.wenzheng.settings.data_dir / "uploads"
    assert [path.name for path in uploads.rglob("*.txt")] == ["云溪.txt"]
    staff.delete(f"/v1/documents/{doc_id}")
    assert list(uploads.rglob("*")) == []


def test_documents_of_an_archive_are_removed_one_by_one(live: Live, staff: httpx.Client) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for word in ("海洋", "茶叶"):
            archive.writestr(f"{word}.txt", NEW_TEXT.replace("低空", word))
    job = staff.post("/v1/documents", files=[("files", ("包.zip", buffer.getvalue()))]).json()
    outcomes = wait_for_job(staff, job["job_id"])["outcomes"]
    assert [outcome["status"] for outcome in outcomes] == ["ingested", "ingested"]
    for outcome in outcomes:
        assert staff.delete(f"/v1/documents/{outcome['doc_id']}").status_code == 200
    assert list((live.app.state.wenzheng.settings.data_dir / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("图.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), 415),
        ("程序.docx", b"\x7fELF" + bytes(100), 415),
        ("/../../etc/..", b"text", 422),
    ],
)
def test_what_is_no_policy_file_is_refused_at_the_door(
    live: Live, staff: httpx.Client, name: str, content: bytes, status: int
) -> None:
    response = staff.post("/v1/documents", files=[("files", (name, content))])
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert list((live.app.state.wenzheng.settings.data_dir / "uploads").glob("*/*")) == []


def test_a_file_name_leads_nowhere_but_into_its_folder(live: Live, staff: httpx.Client) -> None:
    content = NEW_TEXT.replace("低空", "海洋").encode()
    job = staff.post("/v1/documents", files=[("files", ("..\\../../../云溪.txt", content))]).json()
    outcome = wait_for_job(staff, job["job_id"])["outcomes"][0]
    folder = live.app.state.wenzheng.settings.data_dir / "uploads"
    assert [path.relative_to(folder).parts[1] for path in folder.rglob("*.txt")] == ["云溪.txt"]
    staff.delete(f"/v1/documents/{outcome['doc_id']}")


def test_an_empty_file_fails_with_a_reason_and_leaves_nothing(live: Live, staff: httpx.Client) -> None:
    job = staff.post("/v1/documents", files=[("files", ("空.txt", b"  \n"))])
    if job.status_code == 202:
        over = wait_for_job(staff, job.json()["job_id"])
        assert over["state"] == "failed"
        assert over["outcomes"][0]["reason"]
    else:
        assert job.status_code == 422
    assert list((live.app.state.wenzheng.settings.data_dir / "uploads").glob("*/*")) == []


def test_a_running_answer_is_finished_before_the_server_leaves(shipped_data: Path, tmp_path: Path) -> None:
    class Slow(Assistant):
        async def ask(self, request):
            await asyncio.sleep(1)
            return await super().ask(request)

    shutil.copytree(shipped_data, tmp_path / "data")
    settings = Settings(data_dir=tmp_path / "data")
    live = start(create_app(settings, Slow(settings)))
    answers: list[int] = []

    def ask_once() -> None:
        response = httpx.post(f"{live.url}/v1/ask", json={"question": QUESTION}, timeout=30)
        answers.append(response.status_code)

    asker = threading.Thread(target=ask_once)
    asker.start()
    time.sleep(0.4)
    live.stop()
    asker.join()
    assert answers == [200]
