"""Greetings and questions about the assistant itself."""

from __future__ import annotations

import re

from assistant.answering.extractive.draft import Draft

_REPLIES = (
    (re.compile(r"谢|感谢|辛苦|多谢"), "不客气。还有政策问题可以继续问我。"),
    (re.compile(r"再见|拜拜|回头见"), "再见，有政策问题随时来问。"),
    (
        re.compile(r"你是谁|叫什么|能做什么|会什么|功能|怎么用|帮助|介绍一下(?:你|自己)"),
        "我是政策问答助手“问政”。我只依据已收录的政策文件回答，每句话都注明条款，并列出责任单位；文件里没有的，我会直说没有依据。",
    ),
)
_GREETING = "您好，我是政策问答助手“问政”。请直接提问，例如某项任务的目标是多少、由哪些单位负责、某一条款的原文。"


def reply(draft: Draft, text: str) -> Draft:
    """A friendly sentence that states no policy."""
    draft.say(next((words for pattern, words in _REPLIES if pattern.search(text)), _GREETING))
    return draft
