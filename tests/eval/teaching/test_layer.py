"""What is taught is the layer that the engine runs, and it learns. Needs what `make teach` installs."""

import numpy as np
import pytest

from eval.teaching.papers import Paper
from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION
from ingestion.knowledge.embedding.token_layer import TokenLayer
from ingestion.knowledge.embedding.weights import Weights, locate_weights

pytest.importorskip("jax")
pytest.importorskip("optax")

MATTERS = ("停车", "用水", "养犬", "采暖", "取暖", "绿化", "燃气", "摆摊", "校车", "低保", "招工", "垃圾")


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return [
        Paper(
            matter,
            tuple(
                f"{matter}办法\n{matter}的{what}由市里规定。"
                for what in ("费用", "期限", "处罚", "材料", "对象", "例外")
            ),
            tuple((f"{matter}{what}", frozenset({n})) for n, what in enumerate(("多少钱", "多久", "罚不罚", "带啥"))),
            (f"{matter}找谁投诉", f"{matter}几点上班"),
        )
        for matter in MATTERS
    ]


def test_it_learns_which_passage_answers_and_keeps_what_it_learned(papers: list[Paper]) -> None:
    from eval.teaching.__main__ import Teacher, kept

    weights = Weights(locate_weights())
    teacher = Teacher(weights, papers, steps=8)
    losses = teacher.teach(8)
    assert np.mean(losses[-2:]) < np.mean(losses[:2])
    stored = kept(weights, teacher.parameters)
    layer, name = TokenLayer(weights, stored), f"l{weights.shape.layers - 1}.fo.w"
    assert layer.near.shape == layer.far.shape == (weights.shape.hidden, TOKEN_DIMENSION + 1)
    taught = np.asarray(teacher.parameters["fo.w"])
    before = weights.matrix(name, weights.shape.inner)
    assert np.abs(layer.matrix(name, weights.shape.inner) - taught).max() < np.abs(before - taught).max()
