"""One log-in per role, printed at the start of `make run`. Never loaded in production."""

PASSWORD = "kaoshi-2026-demo"

# username, role, where (county or school name; empty for the city), what the greeting says
ACCOUNTS = [
    ("shi", "city_admin", "", "林审核", "市级管理员", "市教育技术中心"),
    ("shi2", "city_admin", "", "周签发", "市级管理员", "市教育技术中心（签发）"),
    ("kaoshi", "city_exam_office", "", "韩主任", "市考试中心", "市招生考试管理中心"),
    ("shenji", "auditor", "", "孟审计", "市审计", "全市，只读"),
    ("chengqu", "county_officer", "城区", "梁晓云", "县（区）考试负责人", "城区"),
    ("kuangqu", "county_officer", "矿区", "贺志强", "县（区）考试负责人", "矿区"),
    ("jiaoqu", "county_officer", "郊区", "白建平", "县（区）考试负责人", "郊区"),
    ("pingding", "county_officer", "平定", "郝丽华", "县（区）考试负责人", "平定"),
    ("yuxian", "county_officer", "盂县", "武文斌", "县（区）考试负责人", "盂县"),
    ("zhukao", "site_chief", "阳泉市实验中学", "常校长", "主考", "阳泉市实验中学"),
    ("jishu", "site_technician", "阳泉市实验中学", "冀工", "考点系统管理员", "阳泉市实验中学"),
    (
        "xuexiao",
        "school_clerk",
        "郊区山底镇中学校",
        "牛老师",
        "学校",
        "郊区山底镇中学校（没有考点）",
    ),
    ("xunshi", "inspector", "平定", "阎巡视", "巡视员", "平定"),
]
LOG_INS = [(username, role, place) for username, _, _, _, role, place in ACCOUNTS]
