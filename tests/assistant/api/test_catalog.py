"""Documents, clauses, targets, units, search: the catalog over HTTP."""

from __future__ import annotations

import httpx
import pytest

from tests.fakes.assistant import QUOTE, TASK, TEXT


async def test_the_list_holds_what_identifies_a_document(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/documents")).json()
    assert (listed["total"], listed["limit"], listed["offset"]) == (1, 100, 0)
    document = listed["documents"][0]
    assert document["doc_id"] == "plan"
    assert document["issuer"] == "甲市人民政府"
    assert document["region"] == "甲市"
    assert document["regions"]["province"] == "乙省"
    assert document["period"] == [2018, 2018]
    assert document["status"] == "目标期已过"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=甲市", 1),
        ("region=乙省", 1),
        ("region=甲", 1),
        ("region=丙市", 0),
        ("year=2018", 1),
        ("year=2019", 0),
        ("issuer=甲市人民政府", 1),
        ("issuer=财政部", 0),
        ("title=要点", 1),
        ("title=2018〕1号", 1),
        ("title=规划", 0),
    ],
)
async def test_filters_narrow_the_list(client: httpx.AsyncClient, query: str, found: int) -> None:
    assert (await client.get(f"/v1/documents?{query}")).json()["total"] == found


async def test_paging_keeps_the_total(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/documents?offset=1&limit=1")).json()
    assert (listed["documents"], listed["total"]) == ([], 1)


async def test_the_text_is_plain_and_exact(client: httpx.AsyncClient) -> None:
    plain = await client.get("/v1/documents/plan/text")
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert plain.text == TEXT
    as_json = await client.get("/v1/documents/plan/text", headers={"Accept": "application/json"})
    assert as_json.json() == {"doc_id": "plan", "text": TEXT}


async def test_a_client_that_has_the_text_gets_304(client: httpx.AsyncClient) -> None:
    for path in ("/v1/documents/plan/text", "/v1/documents/plan", "/v1/documents", "/v1/clauses/plan%232.1"):
        tag = (await client.get(path)).headers["etag"]
        again = await client.get(path, headers={"If-None-Match": f'W/"other", {tag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert (await client.get(path, headers={"If-None-Match": '"other"'})).status_code == 200


async def test_a_document_tells_its_parse_warnings(client: httpx.AsyncClient) -> None:
    detail = (await client.get("/v1/documents/plan")).json()
    assert (detail["clause_count"], detail["characters"]) == (3, len(TEXT))
    assert detail["findings"][0]["code"] == "number-gap"


async def test_clauses_come_in_reading_order_with_exact_spans(client: httpx.AsyncClient) -> None:
    clauses = (await client.get("/v1/documents/plan/clauses")).json()["clauses"]
    assert [clause["ordinal"] for clause in clauses] == [0, 1, 2]
    assert all(TEXT[clause["start"] : clause["end"]] == clause["text"] for clause in clauses)
    assert clauses[2]["responsible_units"][0]["normalized"] == "市科学技术局"


async def test_a_clause_stands_alone_with_its_document_and_targets(client: httpx.AsyncClient) -> None:
    clause = (await client.get("/v1/clauses/plan%232.1")).json()
    assert clause["text"] == TASK
    assert clause["document"]["doc_number"] == "甲政发〔2018〕1号"
    assert (clause["targets"][0]["value"], clause["targets"][0]["unit"]) == ("120", "家")
    assert clause["targets"][0]["quote"] in QUOTE


@pytest.mark.parametrize(
    "path",
    [
        "/v1/documents/none",
        "/v1/documents/none/text",
        "/v1/documents/none/clauses",
        "/v1/clauses/none",
        "/v1/clauses/..%2F..%2Fetc%2Fpasswd",
        "/v1/documents/..%2F..%2Fetc%2Fpasswd/text",
        "/v1/units/无此单位/tasks",
        "/static/..%2F..%2Fsettings.py",
        "/static/../settings.py",
    ],
)
async def test_what_does_not_exist_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "found"), [("", 1), ("?indicator=研发", 1), ("?indicator=专利", 0), ("?region=丙市", 0)]
)
async def test_targets_across_documents(client: httpx.AsyncClient, query: str, found: int) -> None:
    listed = (await client.get(f"/v1/targets{query}")).json()
    assert (listed["total"], len(listed["targets"])) == (found, found)


@pytest.mark.parametrize(
    ("name", "query", "found"),
    [
        ("市科技局", {}, 1),
        ("市科学技术局", {}, 1),
        ("科技局", {"role": "lead"}, 1),
        ("甲市科技局", {}, 1),
        ("市科技局", {"role": "support"}, 0),
        ("市科技局", {"region": "甲市", "year": 2018}, 1),
        ("市科技局", {"region": "丙市"}, 0),
    ],
)
async def test_the_tasks_of_a_unit(
    client: httpx.AsyncClient, name: str, query: dict[str, str | int], found: int
) -> None:
    listed = (await client.get(f"/v1/units/{name}/tasks", params=query)).json()
    assert listed["units"] == ["市科学技术局"]
    assert [task["clause_id"] for task in listed["tasks"]] == ["plan#2.1"] * found


async def test_search_tells_scores_and_who_found_it(client: httpx.AsyncClient) -> None:
    hit = (await client.post("/v1/search", json={"query": "研发机构", "limit": 3})).json()["hits"][0]
    assert (hit["score"], hit["dense"], hit["lexical"], hit["sources"]) == (1.5, 0.8, 7.0, ["lexical", "dense"])
    assert hit["clause"]["text"] == TASK
