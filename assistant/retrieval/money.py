"""What a sum that is asked for is: a price, a grant, a tax, a fine or what one earns; one is no answer to another."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What is paid for a thing or a service; grants are no answer to it
_SOLD = re.compile(
    r"[售单票定]价|价格|卖[^,。?]{0,3}多少|费用?(?:是|要|得|收|交)*多少"
    r"|[一每](?:方|度|吨|斤|升|立方|平米?)[^,。?]{0,4}多少钱"
    r"|(?:住|坐|请|雇|租|送|读|上|停|看|办|寄|玩|进|洗)[^,。?]{0,6}(?:要|得|花|需要?)(?:交|付|给|花)?多少钱"
)
_PRICED = re.compile(r"价|费|售")
_GRANTED = re.compile(r"补[贴助]|奖[励补]|津贴|资助")
_EARNED = re.compile(r"(?<!收)(?:挣|赚|盈利|收入)[^,。?]{0,4}(?:多少|几[十百千万])")
_OF_EARNINGS = re.compile(r"收入|利润|收益|盈利|增收|薪|工资|产值|报酬")
_TAXED = re.compile(
    r"(?<![\u4e00-\u9fff])税(?![务法收])|[免交缴减退抵上](?:多少|几年|什么)?税(?![务法])|税(?=能|可以|要|怎么|该|免|减)"
)
_OF_TAXES = re.compile(r"税(?!务)")
_OF_PRICES = re.compile(r"[费价]|补[贴助]|租金|工资|押金|津贴")
_OF_FINES = re.compile(r"罚|违|处[以理分]|赔|骗|乱|擅|非法|逾期|超标|不改|后果")


@dataclass(frozen=True, slots=True)
class MoneyAsked:
    """`sold`: what a thing costs; `earned`: what one earns; `taxed`: taxes; `no_fine`: a sum that is plainly none."""

    sold: bool = False
    earned: bool = False
    taxed: bool = False
    no_fine: bool = False

    def is_other_in(self, sentence: str) -> bool:
        """Whether the sums of a sentence are plainly of another kind."""
        if self.no_fine and "罚款" in sentence:
            return True
        if self.earned and not _OF_EARNINGS.search(sentence):
            return True
        if self.taxed and not _OF_TAXES.search(sentence):
            return True
        return self.sold and bool(_GRANTED.search(sentence)) and not _PRICED.search(sentence)


def money_asked(question: str) -> MoneyAsked:
    """What kind of sum a question (normalized) asks for, as far as its words tell."""
    sold = bool(_SOLD.search(question)) and not _GRANTED.search(question)
    priced = sold or bool(_OF_PRICES.search(question))
    return MoneyAsked(
        sold=sold,
        earned=bool(_EARNED.search(question)),
        taxed=bool(_TAXED.search(question)),
        no_fine=priced and not _OF_FINES.search(question),
    )
