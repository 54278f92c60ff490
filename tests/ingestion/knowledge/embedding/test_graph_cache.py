"""A graph is built once, and never trusted when damaged."""

from pathlib import Path

import pytest

from ingestion.knowledge.embedding.graph_cache import keep_graph

GRAPH = b"graph" * 1000


class Builder:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> bytes:
        self.calls += 1
        return GRAPH


def test_a_graph_is_built_once(tmp_path: Path) -> None:
    build = Builder()
    path = tmp_path / "new" / "graph"
    assert keep_graph(path, build) == path
    assert keep_graph(path, build) == path
    assert build.calls == 1
    assert path.read_bytes().startswith(GRAPH)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:50],
        lambda data: b"G" + data[1:],
        lambda data: data + b"x",
    ],
    ids=["empty", "cut", "head only", "changed", "grown"],
)
def test_a_damaged_graph_is_built_again(tmp_path: Path, damage) -> None:
    build = Builder()
    path = tmp_path / "graph"
    keep_graph(path, build)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    keep_graph(path, build)
    assert build.calls == 2
    assert path.read_bytes() == whole


def test_without_a_place_to_write_the_graph_is_used_from_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    graph = keep_graph(tmp_path / "file" / "graph", Builder())
    assert isinstance(graph, bytes)
    assert graph.startswith(GRAPH)
