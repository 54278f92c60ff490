"""What the repository says of itself is what it does."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import typer.main
from pydantic import BaseModel

from assistant.cli.main import app
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")


def setting_names(model: type[BaseModel] = Settings, prefix: str = "WENZHENG_") -> set[str]:
    """The environment variables that set every leaf of the settings."""
    names: set[str] = set()
    for name, field in model.model_fields.items():
        variable = prefix + name.upper()
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            names |= setting_names(annotation, variable + "__")
        else:
            names.add(variable)
    return names


@pytest.mark.parametrize("readme", READMES)
def test_the_settings_table_lists_every_setting_and_no_other(readme: str) -> None:
    listed = set(re.findall(r"^\| `(WENZHENG_\w+)`", (ROOT / readme).read_text(), re.M))
    assert listed == setting_names()


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_shows_every_command(readme: str) -> None:
    text = (ROOT / readme).read_text()
    missing = [name for name in typer.main.get_command(app).commands if f"wenzheng {name}" not in text]
    assert missing == []


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_files_that_exist(readme: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / readme).read_text())
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split())
    described = set(re.findall(r"^([a-z]+):.*## \S", makefile, re.M))
    assert phony == described == {"help", "setup", "run", "test", "check", "format", "bench", "eval", "teach", "lock"}


def test_the_lock_pins_hashes_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    pinned = re.findall(r"^([a-z0-9._-]+)==", lock, re.M)
    assert len(pinned) > 50
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {re.match(r"[A-Za-z0-9._-]+", name)[0].lower().replace("_", "-") for name in wanted}
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.M))
    assert names - pinned == set()


def test_the_version_stands_in_one_place() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert version("wenzheng") == stated
    elsewhere = subprocess.run(
        ["git", "grep", "-lF", f'"{stated}"', "--", "*.py"], cwd=ROOT, capture_output=True, text=True
    )
    assert elsewhere.stdout == ""
