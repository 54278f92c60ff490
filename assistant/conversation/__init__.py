"""Sessions: the earlier turns of a conversation, per user, in the SQL database."""

from assistant.conversation.sessions import Session, SessionStore

__all__ = ["Session", "SessionStore"]
