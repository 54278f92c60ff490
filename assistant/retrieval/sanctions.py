"""What follows from a breach: how it is asked for and how a document states it."""

from __future__ import annotations

import re

# who answers for a task (谁来承担责任) is not what follows from a breach
BLAMED = r"(?:追究|(?<!谁)(?<!谁来)(?<!部门)(?<!单位)承担)(?:什么|哪些|啥|何种)?责任"
_ASKED = re.compile(
    r"后果|(?:怎么?|如何|怎样)[处惩]?罚|(?:怎么|如何|怎样|咋)(?:个)?(?:处理|处置|处分|处罚|查处|追究|问责|办他|治)(?!工作|流程|程序)"
    rf"|怎样的处理|(?:怎样|[什啥]么?样?|哪些|何种)的?(?:处罚|处分|惩戒|惩处|惩罚)|(?:受|给)(?:到)?(?:什么|啥|哪些|何种)处|会(?:被)?(?:怎么?|咋)样|会被怎|{BLAMED}|(?:补贴|补助|资金|钱|奖励)还(?:给|发|能拿|有)"
)
# what is done with a thing that comes in is no sanction
_RECEIVED = re.compile(r"(?:[收接]到|接报|受理)[^,。?]{0,20}(?:怎么?|如何|怎样|咋)(?:个)?(?:处理|处置|办)")
_STATED = re.compile(
    r"责令|处罚|罚款|处分|移[出除]|清退|清出|除名|剔除|追回|收回|退回|取消|撤销|撤消|(?:暂停|停止|终止)(?![^，。；]{0,4}服务)|不予|不得|查处|追究|问责|通报(?!表[扬彰])|约谈|列入|黑名单|失信|解除[^，。；]{0,4}(?:委托|合同|协议)|记入[^，。；]{0,6}信用|移送"
    r"|扣减|扣除|扣回|扣[\d一二三四五六七八九十]|降[档级]|拒绝|整改|退出|关停|注销|吊销|没收|清理|惩戒|调整岗位|免职|严肃处理|依[法规纪]|禁入|不再(?!需|收|征)|视为|放弃|丧失|核减|追缴|补缴|作废|无效|[计加]收|罚息|滞纳金|违约金|自负|自行承担"
)


def asks_sanction(question: str) -> bool:
    """Whether it asks what follows (会有什么后果)."""
    return bool(_ASKED.search(question)) and not _RECEIVED.search(question)


def states_sanction(sentence: str) -> bool:
    """Whether it states what follows (追回资金)."""
    return bool(_STATED.search(sentence))
