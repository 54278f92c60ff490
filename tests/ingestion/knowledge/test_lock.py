"""Who may use a data directory together with whom."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from ingestion.errors import KnowledgeBaseBusy
from ingestion.knowledge.lock import DirectoryLock

ONE, OTHER = "http://127.0.0.1:8801", "http://127.0.0.1:8802"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("", "", "内嵌的 Chroma 不能共用"),
        ("", ONE, "内嵌的 Chroma 不能共用"),
        (ONE, "", f"WENZHENG_KNOWLEDGE__CHROMA_URL={ONE}"),
        (ONE, OTHER, f"WENZHENG_KNOWLEDGE__CHROMA_URL={ONE}"),
        (ONE, ONE, None),
    ],
)
def test_only_users_of_one_server_share_a_directory(tmp_path: Path, first: str, second: str, told: str | None) -> None:
    with ExitStack() as held:
        held.callback(DirectoryLock(tmp_path, server=first).release)
        if told is None:
            held.callback(DirectoryLock(tmp_path, server=second).release)
            return
        with pytest.raises(KnowledgeBaseBusy, match=told):
            DirectoryLock(tmp_path, server=second)
    DirectoryLock(tmp_path, server=second).release()
