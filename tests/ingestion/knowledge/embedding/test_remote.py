"""An OpenAI-compatible endpoint, played by a small server on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from ingestion.errors import EmbeddingError
from ingestion.knowledge.embedding import EmbeddingConfig, create_embedder
from ingestion.knowledge.embedding.remote import WINDOW_CHARS, RemoteEmbedder

Reply = tuple[int, Any]


def vector_of(text: str) -> list[float]:
    """Points one way for texts of 甲 and another for everything else; never of length one."""
    return [3.0, 0.0, 0.0] if text.startswith("甲") else [0.0, 2.0, 0.0]


def embeddings(request: dict[str, Any]) -> Reply:
    data = [{"object": "embedding", "index": i, "embedding": vector_of(t)} for i, t in enumerate(request["input"])]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return 200, {"object": "list", "model": request["model"], "data": data, "usage": usage}


class Endpoint:
    """What the server replies, and what it has been asked."""

    def __init__(self) -> None:
        self.reply: Callable[[dict[str, Any]], Reply] = embeddings
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.url = ""

    def embedder(self, **settings: Any) -> RemoteEmbedder:
        defaults = {"provider": "openai", "base_url": self.url, "api_key": "key", "model": "bge-m3"}
        return RemoteEmbedder(EmbeddingConfig(**(defaults | settings)))


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    state = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append(request)
            state.keys.append(self.headers["Authorization"])
            status, body = state.reply(request)
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("retry-after-ms", "1")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_port}/v1"
        yield state
        server.shutdown()
        thread.join()


def test_vectors_are_normalised_and_in_order(endpoint: Endpoint) -> None:
    embedder = endpoint.embedder()
    np.testing.assert_array_equal(embedder.embed_passages(["甲", "乙", "甲"]), [[1, 0, 0], [0, 1, 0], [1, 0, 0]])
    np.testing.assert_array_equal(embedder.embed_query("甲"), [1, 0, 0])
    assert embedder.model_id == "openai/bge-m3"
    assert endpoint.keys[0] == "Bearer key"


def test_the_dimension_is_learnt_from_one_call(endpoint: Endpoint) -> None:
    embedder = endpoint.embedder()
    assert endpoint.requests == []
    assert (embedder.dimension, embedder.dimension) == (3, 3)
    assert len(endpoint.requests) == 1
    assert embedder.embed_passages([]).shape == (0, 3)


def test_texts_go_out_as_text_in_batches(endpoint: Endpoint) -> None:
    embedder = endpoint.embedder(batch_texts=2)
    embedder.embed_passages(["甲", "", "乙", "丙", "丁"])
    assert [request["input"] for request in endpoint.requests[1:]] == [["甲", " "], ["乙", "丙"], ["丁"]]


def test_a_long_text_is_the_mean_of_its_pieces_by_length(endpoint: Endpoint) -> None:
    (vector,) = endpoint.embedder().embed_passages(["甲" * WINDOW_CHARS + "乙" * (WINDOW_CHARS // 2)])
    np.testing.assert_allclose(vector, np.array([1, 0.5, 0]) / np.hypot(1, 0.5), atol=1e-6)


def test_no_key_is_needed_for_a_server_of_ones_own(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "for-someone-else")
    endpoint.embedder(api_key=None).embed_query("甲")
    assert set(endpoint.keys) == {"Bearer none"}


def test_neither_key_nor_address_names_both_settings() -> None:
    with pytest.raises(EmbeddingError, match=r"WENZHENG_EMBEDDING__API_KEY.*WENZHENG_EMBEDDING__BASE_URL"):
        create_embedder(EmbeddingConfig(provider="openai"))


@pytest.mark.parametrize(
    ("reply", "advice"),
    [
        ((401, {"error": {"message": "bad key: sk-123"}}), "WENZHENG_EMBEDDING__API_KEY"),
        ((404, {"error": {"message": "no such model"}}), "WENZHENG_EMBEDDING__MODEL"),
        ((429, {"error": {"message": "slow down"}}), "限流"),
        ((500, {"error": {"message": "broken"}}), "稍后再试"),
        ((400, {"error": {"message": "too long"}}), "设置"),
        ((200, {"hello": "world"}), "OpenAI 兼容"),
        ((200, {"object": "list", "data": []}), "OpenAI 兼容"),
        ((200, b"<html>"), "OpenAI 兼容"),
        ((200, {"object": "list", "data": [{"embedding": [1.0, 2.0]}] * 5}), "个数"),
        ((200, {"object": "list", "data": [{"embedding": [float("nan")]}]}), "数值"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_goes_wrong_says_what_to_do(endpoint: Endpoint, reply: Reply, advice: str) -> None:
    endpoint.reply = lambda _: reply
    with pytest.raises(EmbeddingError, match=advice) as caught:
        endpoint.embedder().embed_query("甲")
    assert "sk-123" not in str(caught.value)
    assert caught.value.__cause__ is not None or reply[0] == 200


def test_a_model_changed_behind_our_back_is_noticed(endpoint: Endpoint) -> None:
    embedder = endpoint.embedder()
    embedder.embed_query("甲")
    endpoint.reply = lambda _: (200, {"object": "list", "data": [{"embedding": [1.0] * 8}]})
    with pytest.raises(EmbeddingError, match="维度由 3 变为 8"):
        embedder.embed_query("甲")


def test_nobody_there_is_an_error_that_names_the_address(endpoint: Endpoint) -> None:
    embedder = endpoint.embedder(base_url="http://127.0.0.1:1/v1")
    with pytest.raises(EmbeddingError, match=r"127\.0\.0\.1:1/v1 无法连接"):
        embedder.embed_query("甲")
