from pathlib import Path

import pytest

from ingestion.knowledge.embedding import processor


@pytest.mark.parametrize(
    ("machine", "flags", "expected"),
    [
        ("x86_64", "fpu sse4_2 avx2", False),
        ("x86_64", "fpu avx2 avx_vnni", True),
        ("AMD64", "fpu avx512f avx512_vnni", True),
        ("x86_64", "amx_int8", True),
        ("x86_64", "avx512_vnni_like", False),
        ("aarch64", "asimddp avx512_vnni", False),
    ],
)
def test_8_bit_arithmetic_is_chosen_by_instructions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str, flags: str, expected: bool
) -> None:
    monkeypatch.setattr(processor.platform, "machine", lambda: machine)
    cpu_info = tmp_path / "cpuinfo"
    cpu_info.write_text(f"processor\t: 0\nflags\t\t: {flags}\nprocessor\t: 1\n")
    assert processor.has_int8_dot_products(cpu_info) is expected


def test_a_platform_that_does_not_tell_has_none(tmp_path: Path) -> None:
    assert not processor.has_int8_dot_products(tmp_path / "missing")
