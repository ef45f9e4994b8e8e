"""Pinyin of names, for order and search: 张三 → "zhangsan", "zs". Every character is looked up
once; a surname with a reading of its own comes from the table here."""

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin

from .checks.codes import Memo

SURNAMES = {
    "单": "shan", "仇": "qiu", "查": "zha", "曾": "zeng", "解": "xie", "区": "ou", "朴": "piao",
    "盖": "ge", "任": "ren", "华": "hua", "缪": "miao", "冼": "xian", "折": "she", "黑": "he",
    "种": "chong", "员": "yun", "繁": "po", "召": "shao", "覃": "qin", "翟": "zhai", "么": "yao",
    "祭": "zhai", "佴": "nai", "宓": "mi", "谌": "chen", "乐": "yue", "逄": "pang", "尉": "wei",
    "洗": "xian", "卜": "bu", "石": "shi", "纪": "ji", "臧": "zang", "牟": "mu", "晁": "chao",
    "句": "gou", "隗": "wei", "郇": "xun", "重": "chong", "瞿": "qu", "郗": "xi", "闵": "min",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "令狐": "ling hu", "澹台": "tan tai",
    "单于": "chan yu", "鲜于": "xian yu", "宰父": "zai fu", "夏侯": "xia hou", "公冶": "gong ye",
}  # fmt: skip


def _letters(character):
    if not character:
        return ""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    if unicodedata.category(character)[0] not in "LN":
        return ""  # the dot of a transcribed name
    found = lazy_pinyin(character)[0]
    plain = unicodedata.normalize("NFD", found).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z]", "", plain) or character


_syllable = Memo(_letters)
_COMPOUND = {
    surname: (reading.replace(" ", ""), "".join(part[0] for part in reading.split()))
    for surname, reading in SURNAMES.items()
    if len(surname) > 1
}


def sort_key(name: str) -> tuple[str, str]:
    """(pinyin without blanks, initials)."""
    compound = _COMPOUND.get(name[:2])
    if compound:
        sound, initials = _of_text(name[2:])
        return compound[0] + sound, compound[1] + initials
    head = SURNAMES.get(name[:1]) or _syllable[name[:1]]
    sound, initials = _of_text(name[1:])
    return head + sound, head[:1] + initials


@lru_cache(50_000)  # given names repeat
def _of_text(text):
    syllables = [_syllable[character] for character in text]
    return "".join(syllables)[:200], "".join(s[:1] for s in syllables)[:50]
