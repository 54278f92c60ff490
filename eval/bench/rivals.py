"""What a user would pick instead, on the same documents and questions in the same run.

A stock LangChain chain (recursive splitter, Chroma similarity search, the same vectors) has no model to word an
answer, so what it says is the first chunk it finds. The package baisitong runs its offline engine in an environment of
its own below the bench's cache.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from assistant.model import AskRequest
from eval.bench.asking import open_assistant
from eval.bench.measuring import Aim, Figure, percentile, ratio
from eval.datasets.schema import Question
from eval.datasets.suites import SHIPPED_DOCUMENTS
from eval.matching import hits, plain, says_any
from ingestion.knowledge.embedding import Embedder

if TYPE_CHECKING:
    from langchain_chroma import Chroma

BAISITONG = "baisitong==1.0.6"
_CHUNK, _OVERLAP = 300, 50
_BATCH = 16


@dataclass(slots=True)
class Tally:
    """How one contender did, round by round and question by question."""

    name: str
    rounds: list[list[float]] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)  # the first source holds a gold quote
    facts: list[bool] = field(default_factory=list)  # the answer holds every fact

    def p50(self) -> Figure:
        return Figure(f"{self.name}, p50", tuple(percentile(r, 0.5) for r in self.rounds), "ms")

    def shares(self) -> list[Figure]:
        return [
            Figure(f"{self.name}, first source is right", (_share(self.first),), digits=2),
            Figure(f"{self.name}, answer holds the facts", (_share(self.facts),), digits=2),
        ]


async def compare(
    folder: Path, options: argparse.Namespace, embedder: Embedder, questions: Sequence[Question]
) -> list[Figure]:
    """Ours, the chain and baisitong, each question in turn; answerable questions with facts only."""
    asked = [q for q in questions if q.facts and q.gold and "answered" in q.expect]
    ours, chain, other = Tally("`ask`"), Tally("LangChain chain"), Tally("baisitong")
    files = sorted(SHIPPED_DOCUMENTS.glob("*.txt"))
    store = _build_chain(files, embedder)
    with _Baisitong(folder / "baisitong", options.cache / "baisitong", files) as rival:
        async with open_assistant(folder / "ours", embedder, [SHIPPED_DOCUMENTS]) as assistant:
            stems = {s.doc_id: Path(s.origin).stem for s in assistant.knowledge.sources()}
            for _ in range(options.rounds):
                for tally in (ours, chain, other):
                    tally.rounds.append([])
                for question in asked:
                    begun = time.perf_counter()
                    answer = await assistant.ask(AskRequest(question.question, as_of=question.as_of))
                    ours.rounds[-1].append((time.perf_counter() - begun) * 1000)
                    cited = answer.citations[:1]
                    ours.first.append(any(hits(g, c, stems[c.doc_id]) for g in question.gold for c in cited))
                    ours.facts.append(_holds(question, answer.answer))
                    chain.rounds[-1].append(_ask(chain, question, lambda q: _search(store, q)))
                    other.rounds[-1].append(_ask(other, question, rival.ask))
    p50s = [ours.p50(), chain.p50(), other.p50()]
    return [
        Figure("questions", (float(len(asked)),), digits=0),
        *p50s,
        ratio("`ask` p50 / LangChain chain p50", p50s[0], p50s[1]),
        ratio("`ask` p50 / baisitong p50", p50s[0], p50s[2], Aim(0.25)),
        *(figure for tally in (ours, chain, other) for figure in tally.shares()),
    ]


def _ask(tally: Tally, question: Question, ask: Callable[[str], tuple[float, str, str]]) -> float:
    spent, first, answer = ask(question.question)
    tally.first.append(any(plain(g.quote) in plain(first) for g in question.gold))
    tally.facts.append(_holds(question, answer))
    return spent


def _holds(question: Question, answer: str) -> bool:
    return all(says_any(wordings, answer) for wordings in question.facts)


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


class _Vectors(Embeddings):
    """Our embedder as LangChain asks for it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        parts = [texts[i : i + _BATCH] for i in range(0, len(texts), _BATCH)]
        return [vector.tolist() for part in parts for vector in self._embedder.embed_passages(part)]

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self._embedder.embed_query(text)]


def _build_chain(files: Sequence[Path], embedder: Embedder) -> Chroma:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP)
    pages = [Document(page_content=f.read_text("utf-8"), metadata={"source": f.stem}) for f in files]
    return Chroma.from_documents(splitter.split_documents(pages), _Vectors(embedder), collection_name="stock")


def _search(store: Chroma, question: str) -> tuple[float, str, str]:
    begun = time.perf_counter()
    found = store.similarity_search(question, k=4)
    spent = (time.perf_counter() - begun) * 1000
    first = found[0].page_content if found else ""
    return spent, first, first


class _Baisitong:
    """The package in a process of its own, spoken to line by line."""

    def __init__(self, folder: Path, environment: Path, files: Sequence[Path]) -> None:
        folder.mkdir(parents=True)
        python = _make_environment(environment)
        variables = {"DATABASE_URL": f"sqlite:///{folder / 'baisitong.db'}", "PYTHONUTF8": "1"}
        driver = str(Path(__file__).with_name("baisitong_driver.py"))
        self._process = subprocess.Popen(  # noqa: S603 - the interpreter made above
            [str(python), driver],
            env={"PATH": os.environ["PATH"]} | variables,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._tell({"documents": [{"title": f.stem, "content": f.read_text("utf-8")} for f in files]})

    def ask(self, question: str) -> tuple[float, str, str]:
        """Milliseconds inside its process, its first source, its answer."""
        said = self._tell({"question": question})
        return float(said["ms"]), str(said["first"]), str(said["answer"])

    def _tell(self, message: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None  # noqa: S101  (piped)
        assert self._process.stdout is not None  # noqa: S101  (piped)
        self._process.stdin.write(json.dumps(message, ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("baisitong has ended")
        said: dict[str, Any] = json.loads(line)
        return said

    def __enter__(self) -> _Baisitong:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()


def _make_environment(folder: Path) -> Path:
    """The interpreter of an environment that holds baisitong and nothing of ours."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "installed").exists():
        venv.create(folder, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", BAISITONG]
        subprocess.run(command, check=True)  # noqa: S603 - as above
        (folder / "installed").touch()
    return python
