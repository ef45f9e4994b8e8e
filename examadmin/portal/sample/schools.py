"""Forty made-up schools in the five districts: county, code, name, classes and pupils of grade 8,
zero-registered pupils of grade 9."""

COUNTIES = [
    ("6301", "140302", "城区"),
    ("6302", "140303", "矿区"),
    ("6303", "140311", "郊区"),
    ("6304", "140321", "平定"),
    ("6305", "140322", "盂县"),
]
# Large town schools, then ever smaller ones: the tail is what makes arrangement hard.
_TOWN = [
    (18, 936),
    (16, 838),
    (14, 712),
    (12, 597),
    (10, 462),
    (9, 437),
    (8, 371),
    (7, 306),
    (6, 243),
]
_SHAPES = {
    "城区": [*_TOWN],
    "矿区": [(14, 694), (10, 494), (8, 345), (6, 225), (5, 179)],
    "郊区": [(9, 419), (6, 257), (5, 212), (3, 92), (2, 59), (1, 18), (1, 11)],
    "平定": [(16, 845), (12, 602), (8, 359), (7, 309), (3, 98), (3, 92), (2, 51), (2, 55), (1, 24), (1, 21)],
    "盂县": [(16, 866), (12, 597), (10, 471), (6, 260), (3, 106), (2, 61), (2, 48), (1, 19), (1, 12)],
}  # fmt: skip
_NAMES = {
    "城区": ["阳泉市实验中学", "阳泉市第一中学校", "阳泉市第二中学校", "阳泉市育英学校", "阳泉市南山中学校",
             "阳泉市桃河中学校", "阳泉市新泉中学校", "阳泉市德胜中学校", "阳泉市北大街中学校"],
    "矿区": ["阳泉市第十一中学校", "阳泉市赛鱼中学校", "阳泉市蔡洼中学校", "阳泉市平潭中学校", "阳泉市桥头中学校"],
    "郊区": ["郊区荫城中学校", "郊区李家庄中学校", "郊区杨家庄中学校", "郊区河下镇中学校", "郊区山底镇中学校",
             "郊区西岭乡中学校", "郊区石洞沟乡中学校"],
    "平定": ["平定县实验中学校", "平定县城关中学校", "平定县东街中学校", "平定县嘉山中学校", "平定县冶河镇中学校",
             "平定县石门口中学校", "平定县苇泊镇中学校", "平定县张家庄中学校", "平定县岔口中学校", "平定县古驿中学校"],
    "盂县": ["盂县实验中学校", "盂县城北中学校", "盂县南关中学校", "盂县秀川中学校", "盂县路家村中学校",
             "盂县西烟镇中学校", "盂县上文中学校", "盂县仙人乡中学校", "盂县北下庄中学校"],
}  # fmt: skip
_GRADE9 = {2: 3, 5: 2, 9: 4, 15: 1, 20: 2, 24: 6, 31: 5, 36: 2}  # position in the city: pupils


def schools():
    """Rows of (county, division, code, name, classes, grade8, grade9)."""
    rows = []
    for code, division, county in COUNTIES:
        for index, ((classes, pupils), name) in enumerate(
            zip(_SHAPES[county], _NAMES[county], strict=True), start=1
        ):
            grade9 = _GRADE9.get(len(rows), 0)
            rows.append((county, division, f"{code}{index:02d}", name, classes, pupils, grade9))
    return rows
