"""Where a score comes from: fingerprints of code, documents and prompts."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRODUCT = ("ingestion", "assistant", "prompts")
_SOURCES = {".py", ".md", ".toml", ".json", ".txt"}


def fingerprint(paths: Iterable[Path], base: Path) -> str:
    """A short hash over names and contents, independent of the order of the paths and of where they lie."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(base)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def code_fingerprint(packages: Iterable[str] = PRODUCT) -> str:
    """Changes whenever the product's source does; the sample documents are not code."""
    return fingerprint(
        (
            path
            for package in packages
            for path in (ROOT / package).rglob("*")
            if path.suffix in _SOURCES and "corpus" not in path.parts and "__pycache__" not in path.parts
        ),
        ROOT,
    )


def corpus_fingerprint(folders: Iterable[Path]) -> str:
    """Changes whenever a document of these folders or its side metadata does."""
    files = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix != ".py"
        and "__pycache__" not in path.parts  # a package marker is no document
    ]
    return fingerprint(files, ROOT)


EMPTY = "empty"  # stands for the hash of a prompt that says nothing


def prompt_hashes() -> dict[str, str]:
    """The hash of every prompt by name; `EMPTY` for one without text, which the gate refuses."""
    import prompts

    loaded = (prompts.load(name) for name in prompts.names())
    return {prompt.name: prompt.hash if prompt.text.strip() else EMPTY for prompt in loaded}


def commit() -> str:
    """The commit checked out, with a plus where files differ from it; "unknown" outside a checkout."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    done = subprocess.run(("git", *arguments), cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout.strip()
