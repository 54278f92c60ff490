"""Which arithmetic this machine is good at."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Literal

_INT8_DOT_PRODUCTS = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})


def int8_here() -> Literal["int8", "uint8"]:
    """How the encoder keeps 8-bit weights here: signed where products of them do not overflow."""
    return "int8" if has_int8_dot_products() else "uint8"


def has_int8_dot_products(cpu_info: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether products of signed and unsigned 8 bits add up without overflow: x86 with VNNI or AMX; else False."""
    if platform.machine().lower() not in {"x86_64", "amd64"} or not cpu_info.exists():
        return False
    with cpu_info.open(encoding="utf-8", errors="replace") as lines:
        flags = next((line for line in lines if line.startswith("flags")), "")
    return not _INT8_DOT_PRODUCTS.isdisjoint(flags.split())
