"""Bodies and the posts in them (领导小组的组长, 办公室主任), and which body a post without one is of."""

from __future__ import annotations

import re

POST = r"副?(?:组长|主任|召集人|总指挥|指挥长|指挥官|主席|会长|秘书长|班长)"
_BODY = re.compile(
    r"领导小组|委员会|办公室|指挥部|工作组|专责组|专班|联席会议|秘书处|(?:(?!领导)[^\W\d_的]){2,4}组(?![成织建合])"
)
_BARE_POST = re.compile(rf"(?:那|它的?|其)?(?=(?:{POST}|联络员|联系人)(?:是|由|谁|都|又|有|叫|和))")


def body_in(question: str) -> str:
    """The last body that is named; empty where none is."""
    return next((m.group() for m in reversed([*_BODY.finditer(question)])), "")


def without_post(topic: str) -> str:
    """The body that a topic is the post of (领导小组的组长); what is no such topic stays as it is."""
    return re.sub(rf"的?{POST}$", "", topic)


def is_bare_post(question: str) -> bool:
    """Whether it asks for a post and says not of which body."""
    return bool(_BARE_POST.match(question)) and not body_in(question)


def with_body(question: str, before: str) -> str:
    """`question` with the body of the question before it, where it asks for a post and says not of which body."""
    bare = _BARE_POST.match(question)
    return f"{body}{question[bare.end() :]}" if bare and (body := body_in(before)) else question
