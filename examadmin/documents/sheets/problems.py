"""Why a workbook cannot be read: one sentence each, saying what it is and what to do."""

from django.utils.translation import gettext_lazy as _

from examadmin.base.errors import Invalid

SENTENCES = {
    "empty": _("文件是空的。请重新导出后再上传。"),
    "too_big": _("文件超过%(limit)dMB。请删去图片和多余的工作表，或拆成几个文件后再上传。"),
    "encrypted": _("文件设有打开密码，无法读取。请在Excel中取消密码并保存，再上传。"),
    "macro": _("文件带有宏，不能导入。请在Excel中另存为“Excel工作簿（*.xlsx）”，再上传。"),
    "xlsb": _("文件是二进制工作簿（xlsb）。请在Excel中另存为“Excel工作簿（*.xlsx）”，再上传。"),
    "ods": _("文件是OpenDocument格式。请用WPS或LibreOffice另存为xlsx，再上传。"),
    "html": _("文件的内容是网页，只是扩展名像Excel。请用Excel打开后另存为xlsx，再上传。"),
    "xml2003": _("文件是“XML表格2003”格式。请用Excel打开后另存为xlsx，再上传。"),
    "text": _(
        "文件的内容是文本，扩展名却是“%(suffix)s”。"
        "请把扩展名改为csv后再上传，或用Excel打开后另存为xlsx。"
    ),
    "other": _("文件不是Excel工作簿，也不是CSV。请上传xlsx、xls或csv文件。"),
    "damaged": _("文件已损坏或不完整，无法读取。请用Excel打开检查，另存为新的xlsx文件后再上传。"),
    "bomb": _(
        "文件解压后过大或压缩比例异常，不能读取。"
        "常见原因是整列格式或大量空行：请把有数据的区域复制到新工作簿后再上传。"
    ),
    "dtd": _("文件里有文档类型或实体声明，出于安全不能读取。请把数据复制到新工作簿后再上传。"),
    "too_wide": _(
        "工作表“%(sheet)s”的范围是%(area)s，大得不能读取。请把有数据的区域复制到新工作簿后再上传。"
    ),
    "too_much": _(
        "读取文件需要的内存或时间超过限制。常见原因是数据之间有大量空行或空列："
        "请把有数据的区域复制到新工作簿，或拆成几个文件后再上传。"
    ),
    "gap": _(
        "工作表“%(sheet)s”第%(before)d行与第%(after)d行之间全是空行。"
        "请删去空行或其后的内容后再上传。"
    ),
    "formulas": _("工作表“%(sheet)s”里的公式太多。请全选、复制，再“粘贴为数值”后上传。"),
    "no_sheet": _("工作簿里没有可读的工作表。请检查文件后再上传。"),
    "which_sheet": _("工作簿里没有名为“%(sheet)s”的工作表。请检查工作表名称。"),
    "encoding": _("文本的编码无法识别。请用Excel另存为“CSV UTF-8（逗号分隔）”或xlsx，再上传。"),
    "csv": _("CSV文件第%(row)d行附近无法读取，可能是引号没有成对。请用Excel另存为xlsx，再上传。"),
    "no_header": _(
        "工作表的前%(depth)d行里没有找到表头。表头一行须有：%(titles)s。请按模板填写后再上传。"
    ),
}


class SheetProblem(Invalid):
    """A file that cannot be read as a table. `code` is a key of SENTENCES."""

    def __init__(self, code: str, **values):
        self.code = code
        super().__init__(SENTENCES[code] % values if values else SENTENCES[code])
