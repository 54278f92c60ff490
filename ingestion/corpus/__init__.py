"""The sample policies that ship with the project."""

from pathlib import Path


def shipped_corpus() -> Path:
    """The folder with the sample policies and their `metadata.toml`."""
    return Path(__file__).parent
