"""The OpenAPI document describes the service as it is: schemathesis looks for any difference."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from assistant.api.app import create_app
from assistant.settings import Settings
from tests.assistant.api.conftest import with_server
from tests.assistant.api.live import Live, start
from tests.fakes.assistant import FakeAssistant

CONFIG = Path(__file__).with_name("schemathesis.toml")


@pytest.fixture
def live(settings: Settings, *, open_to_public: bool) -> Iterator[Live]:
    live = start(create_app(with_server(settings, open_to_public=open_to_public), FakeAssistant()))
    yield live
    live.stop()


@pytest.mark.parametrize(("open_to_public", "examples"), [(True, 5), (False, 1)])
def test_schemathesis_finds_no_difference(live: Live, tmp_path: Path, examples: int) -> None:
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        f"--config-file={CONFIG}",
        "run",
        f"{live.url}/openapi.json",
        f"--header=Authorization: Bearer {live.key('admin')}",
        "--checks=all",
        f"--max-examples={examples}",
        "--seed=1",
        "--no-color",
    ]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr


def operations_of(app: FastAPI) -> list[tuple[str, dict]]:
    paths = app.openapi()["paths"]
    return [(f"{method.upper()} {path}", operation) for path in paths for method, operation in paths[path].items()]


async def test_every_operation_is_described_with_its_errors(app: FastAPI) -> None:
    for name, operation in operations_of(app):
        assert operation.get("description"), name
        problem = operation["responses"]["422"]["content"]
        assert list(problem) == ["application/problem+json"], name


async def test_questions_and_answers_come_with_examples(app: FastAPI) -> None:
    schemas = app.openapi()["components"]["schemas"]
    for name in ("AskBody", "AnswerBody", "ChatBody", "SearchBody", "FeedbackBody"):
        assert schemas[name]["examples"], name


async def test_a_key_is_optional_for_the_public_and_required_for_staff(app: FastAPI) -> None:
    operations = dict(operations_of(app))
    assert {} in operations["POST /v1/ask"]["security"]
    assert operations["POST /v1/documents"]["security"] == [{"HTTPBearer": []}]
    assert "security" not in operations["GET /healthz"]
