"""`POST /v1/ask`: the contract of the answer, streaming and errors."""

import json

import httpx
import pytest

from tests.fakes.assistant import TEXT, FakeAssistant

QUESTION = "要新增多少家研发机构?由谁牵头?"


def events_of(body: str) -> list[tuple[str, dict]]:
    frames = [frame.split("\n") for frame in body.split("\n\n") if frame and not frame.startswith(":")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in frames]


async def test_an_answer_has_every_field_of_the_contract(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/ask", json={"question": QUESTION})
    assert response.status_code == 200
    answer = response.json()
    assert set(answer) >= {
        "status",
        "answer",
        "citations",
        "responsible_units",
        "grounding",
        "notices",
        "suggestions",
        "session_id",
        "answer_id",
        "mode",
        "latency_ms",
    }
    citation = answer["citations"][0]
    assert TEXT[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["path"] == ["二、重点任务", "1.研发机构"]
    assert answer["responsible_units"] == [{"name": "市科技局", "role": "lead", "inherited": False, "citation": 1}]
    assert answer["grounding"] == {"checked": 2, "supported": 2, "removed": []}


async def test_filters_and_the_day_reach_the_assistant(client: httpx.AsyncClient, assistant: FakeAssistant) -> None:
    filters = {"region": ["甲市"], "year": 2018, "doc_id": ["plan"], "issuer": ["甲市人民政府"]}
    await client.post("/v1/ask", json={"question": QUESTION, "filters": filters, "as_of": "2018-06-01"})
    asked = assistant.asked[-1]
    assert (asked.filters.region, asked.filters.year, asked.filters.doc_id) == (("甲市",), 2018, ("plan",))
    assert str(asked.as_of) == "2018-06-01"


async def test_a_streamed_answer_ends_with_the_whole_answer(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/ask", json={"question": QUESTION, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    events = events_of(response.text)
    names = [name for name, _ in events]
    assert names[0] == "meta"
    assert names[-1] == "done"
    assert set(names[1:-1]) == {"delta"}
    done = events[-1][1]
    assert "".join(data["text"] for name, data in events if name == "delta") == done["answer"]
    assert events[0][1]["answer_id"] == done["answer_id"]
    assert done["citations"][0]["clause_id"] == "plan#2.1"


async def test_an_error_before_the_stream_has_its_own_status(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/ask", json={"question": "故障", "stream": True})
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"


async def test_an_error_within_the_stream_is_its_last_event(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/ask", json={"question": "研发机构中途", "stream": True})
    name, problem = events_of(response.text)[-1]
    assert name == "error"
    assert (problem["status"], problem["detail"]) == (503, "检索服务暂不可用。")


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        ({}, 422, "invalid-request"),
        ({"question": ""}, 422, "invalid-request"),
        ({"question": " \n"}, 422, "invalid-request"),
        ({"question": "问", "colour": "red"}, 422, "invalid-request"),
        ({"question": "问", "filters": {"city": ["甲市"]}}, 422, "invalid-request"),
        ({"question": "问", "filters": {"region": ["丙市"]}}, 404, "unknown-filter"),
        ({"question": "故障"}, 503, "unavailable"),
        ({"question": "意外"}, 500, "unexpected"),
    ],
)
async def test_every_error_is_a_problem(client: httpx.AsyncClient, body: dict, status: int, slug: str) -> None:
    response = await client.post("/v1/ask", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"urn:wenzheng:problem:{slug}"
    assert problem["status"] == status
    assert problem["instance"] == "/v1/ask"
    assert problem["request_id"] == response.headers["x-request-id"]
    assert "secret" not in response.text


async def test_a_validation_problem_points_at_the_field(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/ask", json={"question": "问", "filters": {"city": ["甲市"]}})
    assert response.json()["errors"] == [{"pointer": "/body/filters/city", "detail": "未知字段"}]


async def test_no_evidence_is_an_answer_and_a_failure_is_not(client: httpx.AsyncClient) -> None:
    refused = await client.post("/v1/ask", json={"question": "购车补贴怎么申请?"})
    broken = await client.post("/v1/ask", json={"question": "故障"})
    assert (refused.status_code, refused.json()["status"]) == (200, "refused")
    assert broken.status_code == 503
    assert "status" not in broken.json() or broken.json()["status"] == 503


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/nothing", 404), ("GET", "/v1/ask", 405)])
async def test_unknown_paths_and_methods_are_problems(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    response = await client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
