"""Read the table of schools that a city hands in."""

from examadmin.documents.sheets.read import cell_text, find_header, open_book

COLUMNS = {
    title: (title, *others)
    for title, others in {
        "考区": ("县区", "县(区)"),
        "行政区划代码": ("区划代码",),
        "学校代码": ("代码",),
        "学校名称": ("学校", "名称"),
        "初中教学班数": ("教学班数", "班级数"),
        "八年级班级数": (),
        "所在县区": (),
        "农村初中": ("农村",),
        "数据包代码": (),
        "地址": (),
        "联系电话": ("电话",),
    }.items()
}
NEEDED = ("考区", "行政区划代码", "学校代码", "学校名称")


def schools_in(source, name: str) -> list[dict]:
    """Rows as dicts by column title, of the columns that are there. `source` is a path or file."""
    with open_book(source, name) as book:
        rows = book.rows()
        header = find_header(rows, COLUMNS, NEEDED)
        return [
            {
                title: cell_text(values[at])[0].strip() if at < len(values) else ""
                for title, at in header.columns.items()
            }
            for _number, values in rows
        ]
