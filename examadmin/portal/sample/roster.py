"""Made-up pupils: names, identity numbers with right check digits, registration numbers.

Everything follows from the seed, so the sample city is the same on every machine.
"""

import random
from datetime import date, timedelta

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文冀牛"
GIVEN = "子轩浩然宇航欣怡梓涵雨晴佳琪思远博文嘉豪一诺晨曦若溪明哲俊杰雅静天佑可馨泽楷诗涵文博依婷志强晓彤家乐瑞霖芷若承志锦程书瑶星辰安琪建国丽娜振宇慧敏"
RARE = ["𬭎", "㛃", "䶮", "𫖯", "禤", "犇", "喆", "垚"]
HEADER = ["序号", "中考报名号", "姓名", "性别", "身份证号", "民族", "学校代码", "学校名称", "年级", "班级",
          "学籍号", "监护人电话", "备注"]  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(first17: str) -> str:
    """ISO 7064 MOD 11-2, as on the resident identity card (GB 11643)."""
    total = sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


class Pupils:
    """Makes rows of a district's workbook; identity numbers never repeat."""

    def __init__(self, seed: int = 2026, year: int = 2012):
        self.random = random.Random(seed)
        self.first_birthday = date(year - 1, 9, 1)
        self.used = set()

    def name(self):
        pick = self.random.choice
        if self.random.random() < 0.002:
            return pick(["阿依古丽·买买提", "买买提·艾力", "古丽娜尔·吐尔逊江", "才让卓玛"])
        given = "".join(pick(GIVEN) for _ in range(2 if self.random.random() < 0.8 else 1))
        if self.random.random() < 0.003:
            given = pick(RARE)
        return pick(SURNAMES) + given

    def identity(self, division: str, male: bool) -> str:
        while True:
            birthday = self.first_birthday + timedelta(days=self.random.randrange(365))
            serial = self.random.randrange(0, 500) * 2 + male
            first17 = f"{division}{birthday:%Y%m%d}{serial:03d}"
            if first17 not in self.used:
                self.used.add(first17)
                return first17 + check_digit(first17)

    def row(self, number, registration, school, division, grade, class_no, remark=""):
        male = self.random.random() < 0.51
        identity = self.identity(division, male)
        code, name = school
        ethnic = (
            "汉族"
            if self.random.random() < 0.985
            else self.random.choice(["回族", "满族", "蒙古族"])
        )
        phone = f"1{self.random.choice('3578')}{self.random.randrange(10**9):09d}"
        return [number, registration, self.name(), "男" if male else "女", identity, ethnic, code, name,
                grade, class_no, "G" + identity, phone, remark]  # fmt: skip

    def district(self, rows):
        """rows: (code, name, division, classes, grade8, grade9) of one county's schools."""
        number = 0
        for code, name, division, classes, grade8, grade9 in rows:
            school, serial = (code, name), 0
            for class_no in range(1, classes + 1):
                size = grade8 // classes + (class_no <= grade8 % classes)
                for _ in range(size):
                    number, serial = number + 1, serial + 1
                    yield self.row(
                        number, f"23{code}{serial:04d}", school, division, "八年级", class_no
                    )
            for _ in range(grade9):
                number, serial = number + 1, serial + 1
                yield self.row(
                    number, f"23{code}{serial:04d}", school, division, "九年级", 1, "零报考"
                )
