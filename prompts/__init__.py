"""Prompts as product: one Markdown file each, loaded by name, its hash carried into every answer.

A file may open with an HTML comment for its editors, which is never sent. `{{name}}` marks a variable. A line
`# system` or `# user` opens a message; a file without such lines is one user message.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_EDITORS_NOTE = re.compile(r"\A\s*<!--.*?-->\s*", re.DOTALL)
_ROLE = re.compile(r"^# (system|user|assistant)\s*$", re.MULTILINE)


class PromptError(Exception):
    """A prompt is missing, or was given other variables than it names."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The text of one prompt file; `hash` changes whenever any of it does."""

    name: str
    text: str
    hash: str

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(_VARIABLE.findall(self.text))

    def render(self, **variables: str) -> str:
        """The text with every variable filled in; raises PromptError on a missing or an unused one."""
        return self._fill(self.text, variables)

    def messages(self, **variables: str) -> list[tuple[str, str]]:
        """(role, text) of each message, filled in like `render`."""
        self._verify(variables)
        parts = _ROLE.split(self.text)
        if len(parts) == 1:
            return [("user", self._replace(self.text, variables))]
        return [
            (role, self._replace(text.strip(), variables)) for role, text in zip(parts[1::2], parts[2::2], strict=True)
        ]

    def _fill(self, text: str, variables: Mapping[str, str]) -> str:
        self._verify(variables)
        return self._replace(text, variables)

    def _replace(self, text: str, variables: Mapping[str, str]) -> str:
        return _VARIABLE.sub(lambda match: variables[match.group(1)], text)

    def _verify(self, variables: Mapping[str, str]) -> None:
        missing, unused = self.variables - variables.keys(), variables.keys() - self.variables
        if missing or unused:
            raise PromptError(f"prompt {self.name!r}: missing {sorted(missing)}, unused {sorted(unused)}")


@lru_cache(maxsize=64)
def load(name: str) -> Prompt:
    """The prompt of the file `name`.md; raises PromptError where there is none."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise PromptError(f"not a prompt name: {name!r}")
    try:
        raw = files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError as exc:
        raise PromptError(f"no prompt {name!r}") from exc
    return Prompt(name, _EDITORS_NOTE.sub("", raw).strip(), hashlib.sha256(raw.encode()).hexdigest()[:12])


def names() -> list[str]:
    """Names of every prompt, sorted."""
    return sorted(entry.name[:-3] for entry in files(__name__).iterdir() if entry.name.endswith(".md"))


__all__ = ["Prompt", "PromptError", "load", "names"]
