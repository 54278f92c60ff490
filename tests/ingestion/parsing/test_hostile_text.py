"""Texts made to be slow or deep: time grows with length, and nothing is raised."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.ingestion.parsing.reading import read

BODY = "坚持创新驱动，到2027年营业收入达到1200亿元。（市科技局负责）"
SHAPES: dict[str, Callable[[int], str]] = {
    "articles": lambda n: "\n".join(f"第{i + 1}条 {BODY}" for i in range(n // 8)),
    "headings": lambda n: "\n".join(f"{i % 30 + 1}.标题" for i in range(n)),
    "paragraphs": lambda n: "\n".join(BODY for _ in range(n // 8)),
    "one line": lambda n: BODY * (n // 8),
    "brackets": lambda n: "（" * n + "）" * n,
    "quotes": lambda n: "《" * n,
    "annexes": lambda n: "\n".join("附件1" for _ in range(n)),
    "points": lambda n: "\n".join("——坚持创新。推动发展" for _ in range(n)),
    "dates": lambda n: "\n".join("2018年5月1日" for _ in range(n)),
    "organs": lambda n: "\n".join("市科技局" for _ in range(n)),
    "contents": lambda n: "\n".join("目录\n第一章 总则" for _ in range(n // 2)),
    "spaces": lambda n: " " * n * 10,
    "digits": lambda n: "1" * n * 10,
    "run-in sections": lambda n: "一、标题。二、标题。" * (n // 2),
    "titles": lambda n: "市政府办公室\n2018年5月1日\n" + "\n".join("关于某某的实施方案" for _ in range(n)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_five_times_the_text_takes_no_more_than_a_dozen_times_as_long(shape: str) -> None:
    spent = []
    for size in (800, 4000):
        text = SHAPES[shape](size)
        best = float("inf")
        for _ in range(2):
            started = time.process_time()
            parsed = read(text)
            best = min(best, time.process_time() - started)
        spent.append(max(best, 0.02))
        assert len({c.id for c in parsed.clauses}) == len(parsed.clauses)
    assert spent[1] / spent[0] < 12


@pytest.mark.parametrize(
    "sentence",
    [
        f"市科技局牵头，市财政局{'按' * 60}了配合。",
        f"《办法》{'等文件' * 60}一并取消。",
        f"市财政局{'予以' * 60}了协助。",
    ],
)
def test_words_said_over_and_over_come_to_an_end(sentence: str) -> None:
    assert read(f"第一条 {sentence}\n第二条 {BODY}").clauses
