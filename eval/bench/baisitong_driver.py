"""Answers questions with the package baisitong; run by the interpreter of its own environment, not by ours.

Reads one JSON object a line and writes one: first `{"documents": [{"title", "content"}]}`, then `{"question"}` each.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any


def main() -> None:
    """Serves until the input ends."""
    from baisitong.database import Base, SessionLocal, engine  # type: ignore[import-not-found]
    from baisitong.services.documents import ingest_document  # type: ignore[import-not-found]
    from baisitong.services.rag import RagService  # type: ignore[import-not-found]
    from baisitong.services.retriever import ensure_index, retriever  # type: ignore[import-not-found]

    Base.metadata.create_all(engine)
    with SessionLocal() as db:
        begun = time.perf_counter()
        for document in json.loads(sys.stdin.readline())["documents"]:
            ingest_document(db, title=document["title"], content=document["content"])
        ensure_index(db)
        _tell({"seconds": time.perf_counter() - begun, "chunks": retriever.size})
        service = RagService(db)
        for number, line in enumerate(sys.stdin):
            _tell(asyncio.run(_ask(service, f"session-{number}", json.loads(line)["question"])))


async def _ask(service: Any, session: str, question: str) -> dict[str, Any]:
    from baisitong.services.documents import get_chunk_content

    begun = time.perf_counter()
    events = [json.loads(event.removeprefix("data: ")) async for event in service.ask(session, question)]
    spent = (time.perf_counter() - begun) * 1000
    answer = "".join(event["content"] for event in events if event["type"] == "token")
    found: list[dict[str, Any]] = next((e["sources"] for e in events if e["type"] == "retrieval"), [])
    first = get_chunk_content(service.db, found[0]["chunk_id"])["content"] if found else ""
    return {"ms": spent, "answer": answer, "first": first}


def _tell(values: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
