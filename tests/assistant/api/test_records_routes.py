"""Feedback, replay and gaps over HTTP."""

from __future__ import annotations

import httpx
import pytest

from assistant.model import Answer, AskRequest, Filters
from tests.fakes.assistant import FakeAssistant


async def ask(client: httpx.AsyncClient, question: str) -> dict:
    return (await client.post("/v1/ask", json={"question": question})).json()


async def test_refused_and_disliked_questions_are_gaps(client: httpx.AsyncClient, staff: httpx.AsyncClient) -> None:
    await ask(client, "购车补贴怎么申请?")
    await ask(client, "请问购车补贴怎么申请")
    answer = await ask(client, "研发机构多少家?")
    vote = {"answer_id": answer["answer_id"], "vote": "down", "reason": "数字不对"}
    assert (await client.post("/v1/feedback", json=vote)).status_code == 204
    gaps = (await staff.get("/v1/gaps")).json()["gaps"]
    assert [(gap["question"], gap["refused"], gap["disliked"]) for gap in gaps] == [
        ("请问购车补贴怎么申请", 2, 0),
        ("研发机构多少家?", 0, 1),
    ]
    assert gaps[1]["reasons"] == ["数字不对"]


async def test_staff_read_opinions_newest_first(client: httpx.AsyncClient, staff: httpx.AsyncClient) -> None:
    for vote, reason in (("up", None), ("down", "看不懂")):
        answer = await ask(client, "研发机构多少家?")
        await client.post("/v1/feedback", json={"answer_id": answer["answer_id"], "vote": vote, "reason": reason})
    given = (await staff.get("/v1/feedback")).json()["opinions"]
    assert [(each["vote"], each["reason"], each["question"]) for each in given] == [
        ("down", "看不懂", "研发机构多少家?"),
        ("up", None, "研发机构多少家?"),
    ]
    assert len((await staff.get("/v1/feedback", params={"vote": "up"})).json()["opinions"]) == 1
    assert (await client.get("/v1/feedback")).status_code == 401


async def test_a_record_tells_by_which_way_a_question_came(client: httpx.AsyncClient, staff: httpx.AsyncClient) -> None:
    await ask(client, "购车补贴怎么申请?")
    message = {"messages": [{"role": "user", "content": "购车补贴怎么申请?"}]}
    completion = (await client.post("/v1/chat/completions", json=message)).json()
    client.cookies.set("wenzheng_user", "a" * 32)
    await ask(client, "购车补贴怎么申请?")
    (gap,) = (await staff.get("/v1/gaps")).json()["gaps"]
    assert gap["channels"] == {"web": 1, "openai": 1, "api": 1}
    assert (await staff.get(f"/v1/answers/{completion['answer_id']}")).json()["channel"] == "openai"
    assert (await staff.get("/v1/gaps")).json()["gaps"][0]["refused"] == 3  # a replay is no question of anyone


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"answer_id": "none", "vote": "up"}, 404),
        ({"answer_id": "none", "vote": "sideways"}, 422),
        ({"answer_id": "none", "vote": "up", "comment": "长" * 1001}, 422),
    ],
)
async def test_feedback_on_nothing_or_of_no_sense_is_refused(
    client: httpx.AsyncClient, body: dict, status: int
) -> None:
    assert (await client.post("/v1/feedback", json=body)).status_code == status


async def test_a_replay_tells_that_the_same_would_be_said(client: httpx.AsyncClient) -> None:
    answer = await ask(client, "研发机构多少家?")
    replay = (await client.get(f"/v1/answers/{answer['answer_id']}")).json()
    assert replay["answer"] == answer
    assert replay["said_today"] is True
    assert [(clause["state"], clause["quote_stands"]) for clause in replay["clauses"]] == [("same", True)]
    assert replay["clauses"][0]["hash_then"] == replay["clauses"][0]["hash_now"]


async def test_a_replay_tells_that_the_clause_is_gone(client: httpx.AsyncClient, assistant: FakeAssistant) -> None:
    answer = await ask(client, "研发机构多少家?")
    assistant.knowledge.remove("plan")
    replay = (await client.get(f"/v1/answers/{answer['answer_id']}")).json()
    assert replay["said_today"] is False
    assert replay["today"]["status"] == "refused"
    assert [(clause["state"], clause["hash_now"]) for clause in replay["clauses"]] == [("gone", None)]


async def test_a_replay_tells_that_its_region_is_gone(
    client: httpx.AsyncClient, assistant: FakeAssistant, staff: httpx.AsyncClient
) -> None:
    request = AskRequest("研发机构多少家?", filters=Filters(region=("丙市",)), channel="telegram")
    answer = Answer("answered", "10家。", session_id="s", answer_id="before", understood_as=request.question)
    assistant.records.answers.record(request, answer)
    replay = (await staff.get("/v1/answers/before")).json()
    assert replay["said_today"] is False
    assert (replay["today"]["status"], replay["today"]["answer"]) == ("refused", "知识库中没有该地区的文件。")


async def test_an_answer_is_shown_to_its_asker_and_to_staff_only(
    client: httpx.AsyncClient, staff: httpx.AsyncClient
) -> None:
    client.cookies.set("wenzheng_user", "a" * 32)
    path = f"/v1/answers/{(await ask(client, '研发机构'))['answer_id']}"
    assert (await client.get(path)).status_code == 200
    assert (await staff.get(path)).status_code == 200
    client.cookies.set("wenzheng_user", "b" * 32)
    assert (await client.get(path)).status_code == 404


async def test_removing_a_document_shows_that_nothing_is_left(
    staff: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    removal = (await staff.delete("/v1/documents/plan")).json()
    assert removal["removed_clauses"] == 3
    assert {place: removal["left"][place] for place in ("documents", "clauses", "responsibilities", "targets")} == {
        "documents": 0,
        "clauses": 0,
        "responsibilities": 0,
        "targets": 0,
    }
    assert (await staff.get("/v1/documents/plan")).status_code == 404
    assert (await staff.delete("/v1/documents/plan")).status_code == 404
    entries = (await admin.get("/v1/audit")).json()["entries"]
    assert (entries[0]["action"], entries[0]["subject"], entries[0]["outcome"]) == ("delete", "plan", "ok")
