"""Rules that hold for the whole tree, read from the source itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("ingestion", "assistant", "prompts", "bots", "eval")
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))

# What each package may import of the others.
ALLOWED = {
    "ingestion": set(),
    "prompts": set(),
    "assistant": {"ingestion", "prompts"},
    "bots": {"ingestion", "assistant"},
    "eval": {"ingestion", "assistant", "prompts"},
}
LANGCHAIN_SEAMS = ("assistant/retrieval/", "assistant/answering/", "ingestion/knowledge/", "eval/")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
MAX_HANDLER_LINES = 20
HEAVY = ("chromadb", "onnxruntime", "langchain", "ragas", "opencc", "playwright")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_imports_point_one_way() -> None:
    wrong = [
        f"{named(path)} imports {name}"
        for path in MODULES
        for name in imports_of(parsed(path))
        if (package := name.split(".")[0]) in PACKAGES and package not in ALLOWED[named(path).split("/")[0]]
        if package != named(path).split("/")[0]
    ]
    assert wrong == []


def test_langchain_stays_at_its_seams() -> None:
    wrong = [
        f"{named(path)} imports {name}"
        for path in MODULES
        if not named(path).startswith(LANGCHAIN_SEAMS)
        for name in imports_of(parsed(path))
        if name.startswith("langchain")
    ]
    assert wrong == []


def test_settings_are_read_in_one_place() -> None:
    # A default set for a vendor's package reads nothing, and the bench hands its environment on to what it starts.
    reads = re.compile(r"\bos\.environ\b(?!\.setdefault)|\bgetenv\b|\bload_dotenv\b")
    allowed = ("assistant/settings.py", "eval/bench/")
    wrong = [named(path) for path in MODULES if reads.search(path.read_text()) and not named(path).startswith(allowed)]
    assert wrong == []


def test_files_stay_small() -> None:
    long = [named(path) for path in (*MODULES, *TESTS) if len(path.read_text().splitlines()) > MAX_FILE_LINES]
    assert long == []


def test_functions_stay_small() -> None:
    long = [
        f"{named(path)}: {function.name}"
        for path in (*MODULES, *TESTS)
        for function in functions_of(parsed(path))
        if (function.end_lineno or 0) - function.lineno >= MAX_FUNCTION_LINES
    ]
    assert long == []


def test_handlers_only_hand_on() -> None:
    long = [
        f"{named(path)}: {function.name}"
        for path in MODULES
        if named(path).startswith("assistant/api/routes/")
        for function in functions_of(parsed(path))
        if (function.end_lineno or 0) - function.body[0].lineno >= MAX_HANDLER_LINES
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert [named(path) for path in MODULES if vague & set(path.with_suffix("").parts)] == []


@pytest.mark.parametrize(
    ("modules", "heavy"),
    [
        ("assistant.cli", ("pydantic", "rich", "sqlalchemy", "numpy", "fastapi", *HEAVY)),
        ("assistant.core, assistant.api.schemas, ingestion.pipeline, ingestion.knowledge", ("fastapi", *HEAVY)),
        ("assistant.api.app, eval.cli", HEAVY),
    ],
)
def test_heavy_packages_load_only_when_they_are_used(modules: str, heavy: tuple[str, ...]) -> None:
    script = f"import sys, {modules}; print([m for m in sys.modules if m.split('.')[0].startswith({heavy!r})])"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"
