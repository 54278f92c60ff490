"""Words of a question with their places, from rjieba."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text; `known`: the dictionary has it (it was not guessed)."""

    text: str
    start: int
    end: int

    @property
    def known(self) -> bool:
        from rjieba import has_word

        return bool(has_word(self.text))


def cut(text: str, *, guess: bool = True) -> list[Token]:
    """`text` as words that cover it completely, in order; without `guess`, unknown words fall into characters."""
    from rjieba import cut as cut_words

    tokens: list[Token] = []
    position = 0
    for word in cut_words(text, hmm=guess):
        tokens.append(Token(word, position, position + len(word)))
        position += len(word)
    return tokens
