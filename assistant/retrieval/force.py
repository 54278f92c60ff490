"""From when, how long and where a paper itself holds: how it is asked for and how it is told."""

from __future__ import annotations

import re

_TOLD = re.compile(r"(?:同时|自行)废止|起(?:施|执|试)行")
_ASKED = re.compile(r"废止|施行|实施|执行|有效|到期|失效|生效|作废|哪天起|[旧老原]|(?:政策|办法|细则|文件|通知)的?期限")
_VALIDITY_ASKED = re.compile(
    r"(?:通告|通知|公告|办法|细则|方案|意见|规定|条例|文件|政策|措施|规划|计划)[\u4e00-\u9fff]{0,8}?有效期"
)
_OF_PERMIT = re.compile(r"[证卡码牌单书]的?有效期")
_REACH = re.compile(r"适用(?:于)?本|本[\u4e00-\u9fff]{2,4}适用于|适用范围|参照(?:本[\u4e00-\u9fff]{2,4})?执行")
_REACH_ASKED = re.compile(
    r"适用|参照|执行|范围|管得?[到着不]|包括|包含|在内|算不算|[哪几][个些]?(?:区|县|市|地|街道|乡|镇|村)"
)


def asks_force(question: str) -> bool:
    """Whether it may ask for how long a paper holds, or what it replaces."""
    return bool(_ASKED.search(question))


def asks_validity(question: str) -> bool:
    """Whether it asks for how long a paper holds (通告的有效期)."""
    return bool(_VALIDITY_ASKED.search(question))


def tells_of_permit(sentence: str) -> bool:
    """Whether it tells for how long a permit holds (通行证有效期最长6个月)."""
    return bool(_OF_PERMIT.search(sentence)) and not tells_force(sentence)


def tells_force(sentence: str) -> bool:
    """Whether it tells from when on a paper holds, or which ones it replaces."""
    return bool(_TOLD.search(sentence))


def asks_reach(question: str) -> bool:
    """Whether it may ask where or for whom a paper holds."""
    return bool(_REACH_ASKED.search(question))


def tells_reach(sentence: str) -> bool:
    """Whether it tells where or for whom a paper holds (…适用本办法, …参照执行)."""
    return bool(_REACH.search(sentence))
