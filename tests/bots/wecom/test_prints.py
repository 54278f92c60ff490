"""Which repeats WeCom is asked to drop."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.wecom.prints import Prints
from ingestion.knowledge.database import connect

HOUR = 3600.0


@pytest.mark.parametrize(
    ("text", "entry", "ordinal", "after_s", "fresh"),
    [
        ("甲|答", 1, 0, 0.0, True),  # the same part, tried again
        ("甲|答", 2, 0, 1.0, False),  # the same words in another answer
        ("甲|答", 1, 1, 1.0, False),  # or in another part
        ("乙|答", 2, 0, 1.0, True),  # to somebody else
        ("甲|另", 2, 0, 1.0, True),
        ("甲|答", 2, 0, 5 * HOUR, True),  # when WeCom has forgotten the first
    ],
)
def test_a_part_is_fresh_unless_another_said_the_same(
    tmp_path: Path, text: str, entry: int, ordinal: int, after_s: float, fresh: bool
) -> None:
    now = 1000.0
    engine = connect(tmp_path, None)
    prints = Prints(engine, lambda: now)
    assert prints.take("甲|答", 1, 0, 4 * HOUR)
    now += after_s
    assert prints.take(text, entry, ordinal, 4 * HOUR) is fresh
    prints.forget_before(now + 1)
    assert prints.take("甲|答", 9, 0, 4 * HOUR)
    engine.dispose()
