"""Questions that ask several things at once."""

from __future__ import annotations

import pytest

from assistant.answering.extractive.parts import covering, enumerates
from assistant.question.asks import asked_parts
from assistant.retrieval.ranking import Scored
from assistant.retrieval.sentences import Sentence
from ingestion.model import Span


@pytest.mark.parametrize(
    ("question", "sentence", "lists"),
    [
        ("要建成哪几个区?", "建成创新先行区、协调示范区、开放引领区。", True),
        ("发布前要过哪三关?", "严把政治关、政策关、文字关。", True),
        ("评比分成哪几个等次?", "85分以上为一等，70分以上不满85分为二等，不满70分为三等。", True),
        ("评比的档次怎么划分?", "得分80分以上的评为甲档；60分以上不足80分的评为乙档。", True),
        ("评比怎么组织?", "85分以上为一等，70分以上不满85分为二等，不满70分为三等。", False),
        ("评比分成哪几个等次?", "评比采取百分制，其中安全60分、服务40分。", False),
        ("要建成哪几个区?", "建成创新先行区。", False),  # one is no list
        ("有多少个区?", "建成创新先行区、协调示范区、开放引领区。", False),  # a figure is asked for
    ],
)
def test_a_sentence_lists_what_is_asked_for_by_name(question: str, sentence: str, lists: bool) -> None:
    assert enumerates(question, sentence) is lists


def test_a_part_that_asks_for_a_figure_is_told_by_a_sentence_with_one() -> None:
    texts = ("裂缝很明显，村民害怕。", "开裂的有76户，涉及305名村民。", "专家到村里看过裂缝。")
    told = [Scored(Sentence(t, Span(20 * i, 20 * i + len(t))), 0.3, 0.3) for i, t in enumerate(texts)]
    chosen = covering(["裂缝明显的有几户", "牵涉多少人"], told)
    assert [s.sentence.text for s in chosen] == [texts[1]]


def test_a_part_that_asks_what_follows_is_told_by_what_follows() -> None:
    words = ["自兑付之日起3年内不得转让。", "确需处置的应当报告。", "违反规定的，收回补贴资金。"]
    told = [Scored(Sentence(text, Span(at, at + 1)), terms=0.5, pairs=0.5) for at, text in enumerate(words)]
    parts = asked_parts("过一年想转让可以吗,卖了有啥后果?")
    assert [s.sentence.text for s in covering(parts, told)] == [words[0], words[2]]


def test_each_part_that_asks_for_a_figure_gets_its_own() -> None:
    words = ["市级网站英文版已于2006年开通。", "各部门网站中有31个开通英文版。", "县级政府网站中有10个开通英文版。"]
    said = [Scored(Sentence(text, Span(at, at + 1)), terms=0.5, pairs=0.5) for at, text in enumerate(words)]
    parts = asked_parts("部委网站有多少家开了英文版,县级政府网站又有多少家?")
    assert [s.sentence.text for s in covering(parts, said)] == words[1:]
