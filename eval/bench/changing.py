"""A document that comes, changes and goes while a crowd asks about it, and what each answer may be of."""

from __future__ import annotations

import asyncio
import math
import re
import time
from dataclasses import dataclass, field

import httpx

_TITLE = "云溪县人民政府办公室关于印发低空经济发展三年行动方案的通知"
_TEXT = """{title}
云政办发〔2024〕7号
各乡镇人民政府,县各有关部门:
一、培育经营主体
(一)壮大企业队伍。到2026年,全县低空经济企业达到{count}家。(责任单位:{unit})
(二)建设起降场地。新建直升机起降点5个。(责任单位:县交通运输局)
"""
_QUESTION = "云溪县到2026年低空经济企业要达到多少家?由谁负责?"
_UNITS = ("县发展改革局", "县科技局", "县工业和信息化局")
_TIMEOUT_S = 60.0
_LOOK_AGAIN_S = 0.1

Version = int
"""Which text of the document is there; 0 for none."""


def text_of(version: Version) -> str:
    """The document's text; count and unit tell its versions apart."""
    return _TEXT.format(title=_TITLE, count=100 + version, unit=_UNITS[version % len(_UNITS)])


def version_in(answer: dict[str, object]) -> Version | None:
    """The version that an answer is of, 0 for a refusal; None where it is of none or of two."""
    if answer["status"] == "refused":
        return 0
    counts = set(re.findall(r"达到(\d+)家", str(answer["answer"]) + str(answer["citations"])))
    named = {unit for unit in _UNITS if unit in str(answer["answer"]) + str(answer["responsible_units"])}
    if len(counts) != 1 or len(named) != 1:
        return None
    version = int(counts.pop()) - 100
    return version if named == {_UNITS[version % len(_UNITS)]} else None


class Timeline:
    """Which version could be seen when. While a change runs, both the old and the new one can."""

    def __init__(self) -> None:
        self._spans: list[tuple[Version, float, float]] = [(0, -math.inf, math.inf)]

    def begin(self, version: Version, now: float) -> None:
        """From now on this version may be seen."""
        self._spans.append((version, now, math.inf))

    def settle(self, now: float) -> None:
        """From now on nothing but the version begun last may be seen."""
        *before, newest = self._spans
        self._spans = [(version, since, min(until, now)) for version, since, until in before] + [newest]

    def between(self, begun: float, ended: float) -> set[Version]:
        """What an answer of that time may be of."""
        return {version for version, since, until in self._spans if since <= ended and until >= begun}


@dataclass(slots=True)
class Change:
    """What came of it."""

    asked: int = 0
    changes: int = 0
    seen: set[Version] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)


async def change_and_ask(url: str, key: str, clients: int, seconds: float) -> Change:
    """Upload, replace and remove the document, over and over, while `clients` ask about it."""
    change, timeline, over = Change(), Timeline(), asyncio.Event()
    askers = [asyncio.create_task(_keep_asking(url, timeline, change, over)) for _ in range(clients)]
    until = time.perf_counter() + seconds
    try:
        async with httpx.AsyncClient(
            base_url=url, timeout=_TIMEOUT_S, headers={"Authorization": f"Bearer {key}"}
        ) as staff:
            while time.perf_counter() < until:
                await _come_change_and_go(staff, timeline, change)
    finally:
        over.set()
        await asyncio.gather(*askers)
    return change


async def _come_change_and_go(staff: httpx.AsyncClient, timeline: Timeline, change: Change) -> None:
    version = change.changes + 1
    timeline.begin(version, time.perf_counter())
    files = {"files": ("云溪.txt", text_of(version).encode())}
    doc_id = await _finished(staff, await staff.post("/v1/documents", files=files))
    timeline.settle(time.perf_counter())
    timeline.begin(version + 1, time.perf_counter())
    file = {"file": ("云溪.txt", text_of(version + 1).encode())}
    await _finished(staff, await staff.put(f"/v1/documents/{doc_id}", files=file))
    timeline.settle(time.perf_counter())
    timeline.begin(0, time.perf_counter())
    (await staff.delete(f"/v1/documents/{doc_id}")).raise_for_status()
    timeline.settle(time.perf_counter())
    change.changes += 3


async def _finished(staff: httpx.AsyncClient, accepted: httpx.Response) -> str:
    """The id of the document that a job brought in."""
    job = accepted.raise_for_status().json()
    while job["state"] == "running":
        await asyncio.sleep(_LOOK_AGAIN_S)
        job = (await staff.get(f"/v1/jobs/{job['job_id']}")).raise_for_status().json()
    if job["state"] != "done":
        raise RuntimeError(f"the document did not come in: {job['outcomes']}")
    return str(job["outcomes"][0]["doc_id"])


async def _keep_asking(url: str, timeline: Timeline, change: Change, over: asyncio.Event) -> None:
    async with httpx.AsyncClient(base_url=url, timeout=_TIMEOUT_S) as client:
        while not over.is_set():
            begun = time.perf_counter()
            change.asked += 1
            try:
                response = (await client.post("/v1/ask", json={"question": _QUESTION})).raise_for_status()
            except httpx.HTTPError as exc:
                change.failures.append(repr(exc))
                continue
            version = version_in(response.json())
            change.seen.add(-1 if version is None else version)
            if version not in timeline.between(begun, time.perf_counter()):
                change.strays.append(response.json()["answer"])
