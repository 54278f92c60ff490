"""A lesson shows questions beside the passages that they are most easily taken for."""

from eval.teaching.lessons import PASSAGES, QUESTIONS, Lessons
from eval.teaching.papers import Paper


def paper(name: str, passages: int, asked: int = 8) -> Paper:
    texts = tuple(f"{name}第{n}条" for n in range(passages))
    questions = tuple((f"{name}问{n}", frozenset({n % passages})) for n in range(asked))
    return Paper(name, texts, questions, (f"{name}空1", f"{name}空2", f"{name}空3"))


PAPERS = [paper("甲", 8), paper("乙", 9), paper("丙", 40), paper("丁", 30), *(paper(f"戊{n}", 8) for n in range(12))]


def test_every_lesson_has_the_same_size_and_shows_every_answer() -> None:
    answers = {text: {paper.passages[n] for n in found} for paper in PAPERS for text, found in paper.asked}
    lessons = Lessons(PAPERS, seed=1)
    for _ in range(20):
        lesson = lessons.draw({})
        assert len(lesson.questions) == QUESTIONS
        assert len(lesson.passages) == PASSAGES
        for text, row in zip(lesson.questions, lesson.gold, strict=True):
            assert {lesson.passages[n] for n in row.nonzero()[0]} == answers.get(text, set())


def test_of_a_large_paper_what_the_questions_are_taken_for_is_shown_first() -> None:
    large = paper("丙", 40, asked=1)
    nearest = {"丙问0": (31, 32), **dict.fromkeys(large.unanswered, (35, 36))}
    lessons = Lessons([large, *(paper(f"戊{n}", 8) for n in range(12))], seed=3)
    seen = next(drawn for drawn in (lessons.draw(nearest) for _ in range(200)) if "丙问0" in drawn.questions)
    of_it = [text for text in seen.passages if text.startswith("丙")]
    assert of_it[:5] == ["丙第0条", "丙第31条", "丙第35条", "丙第32条", "丙第36条"]


def test_the_same_seed_draws_the_same_lessons() -> None:
    first, second = (Lessons(PAPERS, seed=5).draw({}) for _ in range(2))
    assert (first.questions, first.passages) == (second.questions, second.passages)
