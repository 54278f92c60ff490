"""Prompts: every file renders, and nothing is left unfilled or filled in vain."""

from __future__ import annotations

import pytest

from prompts import PromptError, load, names


@pytest.mark.parametrize("name", names())
def test_every_prompt_renders_with_exactly_its_variables(name):
    prompt = load(name)
    rendered = prompt.render(**{variable: f"<{variable}>" for variable in prompt.variables})
    assert "{{" not in rendered
    assert "<!--" not in rendered
    assert all(f"<{variable}>" in rendered for variable in prompt.variables)


@pytest.mark.parametrize("name", names())
def test_every_prompt_ends_with_what_the_user_sends(name):
    prompt = load(name)
    messages = prompt.messages(**dict.fromkeys(prompt.variables, "x"))
    assert messages[-1][0] == "user"
    assert all(text for _, text in messages)


@pytest.mark.parametrize("variables", [{}, {"turns": "x"}, {"turns": "x", "question": "y", "extra": "z"}])
def test_a_missing_or_an_unused_variable_is_an_error(variables):
    with pytest.raises(PromptError, match="followup"):
        load("followup").render(**variables)


@pytest.mark.parametrize("name", ["absent", "../pyproject", "Answer", ""])
def test_an_unknown_prompt_is_an_error(name):
    with pytest.raises(PromptError):
        load(name)


def test_a_filled_in_value_is_not_filled_in_again():
    assert "{{turns}}" in load("followup").render(turns="x", question="{{turns}}")


def test_the_hash_tells_prompts_apart_and_is_stable():
    assert load("answer").hash == load("answer").hash
    assert len({load(name).hash for name in names()}) == len(names())
