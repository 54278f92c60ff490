"""Small policies and an embedder without a model, for tests of the knowledge base."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION, TOKEN_LENGTH, Embedding, Tokens, Vectors
from ingestion.model import (
    Clause,
    Document,
    Edit,
    Finding,
    ParsedDocument,
    Region,
    Relation,
    Responsibility,
    Span,
    Target,
)


class HashEmbedder:
    """Texts with words in common are near; the same text always has the same vector. Counts what it embeds."""

    tokens = None

    def __init__(self, model_id: str = "hash/1", dimension: int = 48) -> None:
        self.model_id = model_id
        self.dimension = dimension
        self.embedded: list[str] = []
        self._lock = threading.Lock()

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        with self._lock:
            self.embedded += texts
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> np.ndarray:
        vector = np.full(self.dimension, 0.01, dtype=np.float32)
        for pair in pairwise(text):
            vector[crc32("".join(pair).encode()) % self.dimension] += 1
        return vector / np.float32(np.linalg.norm(vector))


class ReadingEmbedder(HashEmbedder):
    """Tells tokens as well: one is a character of the text."""

    @property
    def tokens(self) -> ReadingEmbedder:  # type: ignore[override]
        return self

    def read_passages(self, texts: Sequence[str]) -> list[Embedding]:
        return [_told(text, vector) for text, vector in zip(texts, self.embed_passages(texts), strict=True)]

    def read_query(self, text: str) -> Embedding:
        return _told(text, self.embed_query(text))


def _told(text: str, vector: Vectors) -> Embedding:
    return Embedding(vector, tokens_of(text), np.full(len(text), 1 / max(len(text), 1), dtype=np.float32))


def tokens_of(text: str) -> Tokens:
    """The same row for the same character."""
    rows = np.zeros((len(text), TOKEN_DIMENSION), dtype=np.int8)
    rows[range(len(text)), [crc32(character.encode()) % TOKEN_DIMENSION for character in text]] = TOKEN_LENGTH
    return rows


class TextBuilder:
    """Appends lines and remembers where they stand."""

    def __init__(self) -> None:
        self.text = ""

    def line(self, words: str) -> Span:
        start = len(self.text)
        self.text += words + "\n"
        return Span(start, start + len(words))


def policy(
    doc_id: str,
    *sentences: str,
    title: str | None = None,
    edition: str = "初版",
    region: Region | None = None,
    doc_number: str | None = None,
) -> ParsedDocument:
    """A policy of one section with an item a sentence; every item names `edition`, a unit and a target."""
    title = title or f"关于{doc_id}的实施意见"
    written = TextBuilder()
    written.line(title)
    heading = written.line("一、重点任务")
    items, units, targets = [], [], []
    for i, sentence in enumerate(sentences, start=1):
        span = written.line(f"{i}.{sentence}({edition})责任单位:市科技局。")
        unit = Span(span.end - 5, span.end - 1)
        clause_id = f"{doc_id}-1-{i}"
        path = ("一、重点任务", f"{i}.{sentence[:8]}")
        label = f"第一部分第{i}条"
        items.append(Clause(clause_id, doc_id, "item", str(i), None, path, label, 2, i, span, span, f"{doc_id}-1"))
        units.append(Responsibility(clause_id, "市科技局", "市科技局", "responsible", unit, span))
        targets.append(Target(clause_id, "数量", str(i), "家", "达", None, span))
    whole = Span(heading.start, len(written.text))
    section = Clause(
        f"{doc_id}-1", doc_id, "section", "一", "重点任务", ("一、重点任务",), "第一部分", 1, 0, whole, heading
    )
    number = doc_number or f"测发〔2020〕{crc32(doc_id.encode()) % 1000}号"
    return ParsedDocument(
        document=Document(doc_id, title, written.text, f"{doc_id}.txt", "text", doc_number=number, region=region),
        clauses=(section, *items),
        responsibilities=tuple(units),
        targets=tuple(targets),
        findings=(Finding("edition", "info", edition, heading),),
        relations=(Relation("mentions", "上级文件", "国发〔2019〕1号", heading),),
        raw_text="※" + written.text,
        edits=(Edit(0, 1, "", "页眉"),),
    )
