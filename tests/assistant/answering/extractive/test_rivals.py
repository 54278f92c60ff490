"""Which documents of other places are told beside the first, where a question names neither place nor document."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.rivals import rivals_among
from assistant.model import Evidence, Understanding
from assistant.retrieval.ranking import Ranked
from ingestion.model import Document, Region

FITS = dict.fromkeys(("best", "pairs", "heading", "number", "thing"), 0.9)


def found_at(city: str, score: float, pairs: float) -> Ranked:
    document = Document(city, f"{city}茶馆办法", "", "", "text", region=Region(city=city))
    unused = cast("Any", None)
    return Ranked(Evidence(unused, document, 0.5), score, unused, unused, FITS | {"pairs": pairs})


@pytest.mark.parametrize("kind", ["value", "measure"])
@pytest.mark.parametrize(
    ("scores", "pairs", "told"),
    [
        ((26.6, 22.6), 0.2, 1),
        ((31.1, 27.2), 0.3, 1),
        ((28.1, 27.5), 0.2, 2),
        ((34.1, 30.7), 0.2, 2),
        ((38.8, 35.8, 26.0), 0.2, 2),
        ((37.7, 28.8), 0.4, 2),
    ],
)
def test_a_place_that_fits_far_worse_and_not_well_by_itself_is_not_told(
    kind: str, scores: tuple[float, ...], pairs: float, told: int
) -> None:
    cities = ("青禾市", "白水市", "丰乐市")
    ranked = [found_at(city, score, pairs) for city, score in zip(cities, scores, strict=False)]
    scope = SimpleNamespace(documents=[r.evidence.document for r in ranked], restricted=False)
    desk = cast("Desk", SimpleNamespace(scope=scope, asked=Understanding("", "怎么登记?", kind)))
    assert rivals_among(desk, ranked, ranked, ranked) == ranked[:told]


@pytest.mark.parametrize(("borne", "told"), [(1, 1), (2, 2)])
def test_a_place_whose_clause_bears_the_answer_needs_not_say_all_its_words(borne: int, told: int) -> None:
    first, second = found_at("青禾市", 33.1, 0.45), found_at("白水市", 31.8, 0.45)
    second.features["best"] = 0.8 * first.features["best"]  # type: ignore[index]
    scope = SimpleNamespace(documents=[r.evidence.document for r in (first, second)], restricted=False)
    desk = cast("Desk", SimpleNamespace(scope=scope, asked=Understanding("", "停多久?", "value")))
    found = [first, second]
    assert rivals_among(desk, [first], found, found[:borne]) == found[:told]
