"""A crowd at the whole service: in small, what the bench does at length."""

from __future__ import annotations

import asyncio
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.api.app import create_app
from assistant.core import Assistant
from assistant.settings import Settings
from eval.bench.changing import Timeline, change_and_ask, version_in
from eval.bench.serving import Crowd, ask_together, describe
from tests.assistant.api.live import Live, start

QUESTIONS = ("常州2018年要新增多少家市级以上企业研发机构?由谁牵头?", "今天股票行情怎么样", "扬州要建成多少家孵化器?")


@pytest.fixture
def live(shipped_data: Path, tmp_path: Path) -> Iterator[Live]:
    settings = Settings(data_dir=Path(shutil.copytree(shipped_data, tmp_path / "data")))
    live = start(create_app(settings, Assistant(settings)))
    yield live
    live.stop()


def test_while_a_document_comes_changes_and_goes_every_answer_is_of_a_state_that_was(live: Live) -> None:
    change = asyncio.run(change_and_ask(live.url, live.key("staff"), clients=8, seconds=1))
    assert change.failures == []
    assert change.strays == []
    assert change.changes >= 3
    assert len(change.seen - {0}) >= 2
    assert list((live.app.state.wenzheng.settings.data_dir / "uploads").iterdir()) == []


def test_a_crowd_is_answered_and_measured(live: Live) -> None:
    crowd = asyncio.run(ask_together(live.url, QUESTIONS, clients=16, seconds=2))
    assert crowd.failures == []
    assert len(crowd.waits_s) >= 16
    figures = {figure.name: figure for figure in describe(crowd, 16, alone=100.0)}
    assert figures["failed"].median == 0
    assert figures["p99"].median >= figures["p50"].median > 0


def test_a_failed_answer_is_counted() -> None:
    crowd = asyncio.run(ask_together("http://127.0.0.1:9", QUESTIONS, clients=2, seconds=0.2))
    assert crowd.failures


def test_memory_is_compared_at_both_ends() -> None:
    crowd = Crowd(seconds=2, waits_s=[0.1] * 98 + [0.4] * 2, resident_mb=[100, 100, 150, 150, 200, 210, 210, 210])
    figures = {figure.name: figure.median for figure in describe(crowd, 4, alone=100.0)}
    assert figures["last / first quarter"] == 2.1
    assert figures["p99 / p50"] == pytest.approx(4.0)
    assert figures["answers / embedding alone"] == 0.5


ANSWERED = {"status": "answered", "citations": [], "responsible_units": []}


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ({"status": "refused"}, 0),
        (ANSWERED | {"answer": "全县低空经济企业达到101家。责任单位:县科技局"}, 1),
        (ANSWERED | {"answer": "达到101家。", "responsible_units": [{"name": "县科技局"}]}, 1),
        (ANSWERED | {"answer": "达到101家。责任单位:县发展改革局"}, None),
        (ANSWERED | {"answer": "达到101家。县科技局", "citations": [{"quote": "达到102家"}]}, None),
        (ANSWERED | {"answer": "新建起降点5个。"}, None),
    ],
)
def test_an_answer_tells_its_version_or_that_it_has_two(answer: dict[str, object], version: int | None) -> None:
    assert version_in(answer) == version


def test_a_change_lets_both_states_be_seen_until_it_is_over() -> None:
    timeline = Timeline()
    timeline.begin(1, 10)
    timeline.settle(20)
    timeline.begin(0, 30)
    timeline.settle(40)
    seen = {(0, 9): {0}, (9, 11): {0, 1}, (15, 16): {0, 1}, (21, 29): {1}, (35, 50): {0, 1}, (41, math.inf): {0}}
    for (begun, ended), versions in seen.items():
        assert timeline.between(begun, ended) == versions, (begun, ended)
