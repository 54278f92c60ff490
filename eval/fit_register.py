"""Fit how everyday a character is: how often questions have it against clauses, both of `datasets/papers`.

python -m eval.fit_register [--write]
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from assistant.question.register import TABLE, is_counted
from eval.teaching.papers import read_small_papers

REGISTER_FILE = Path(__file__).parents[1] / "assistant" / "question" / "data" / TABLE
_LEAST = 4  # times that a character is seen at all


def fit(questions: Iterable[str], clauses: Iterable[str]) -> dict[str, float]:
    """The logarithm of the odds by character, one added to each count."""
    asked, told = (Counter(c for text in texts for c in text if is_counted(c)) for texts in (questions, clauses))
    of_asked, of_told = asked.total(), told.total()
    return {
        char: round(math.log((asked[char] + 1) / of_asked) - math.log((told[char] + 1) / of_told), 2)
        for char in sorted({*asked, *told})
        if asked[char] + told[char] >= _LEAST
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the table with the product")
    arguments = parser.parse_args()
    papers = [paper for _, _, paper in read_small_papers()]
    questions = [q for paper in papers for q in (*(asked for asked, _ in paper.questions), *paper.unanswered)]
    table = fit(questions, [clause for paper in papers for clause in paper.clauses])
    ordered = sorted(table, key=lambda char: table[char])
    sys.stdout.write(
        f"{len(table)} characters; of documents: {''.join(ordered[:20])}; of questions: {''.join(ordered[-20:])}\n"
    )
    if arguments.write:
        REGISTER_FILE.write_text(json.dumps(table, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
