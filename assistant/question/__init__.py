"""Understanding of questions: what is asked, about which place, document, clause and unit. No LLM, no I/O."""

from assistant.question.reader import QuestionReader
from assistant.question.regions import Relation, matches
from assistant.question.synonyms import Synonyms
from assistant.question.vocabulary import Vocabulary

__all__ = ["QuestionReader", "Relation", "Synonyms", "Vocabulary", "matches"]
