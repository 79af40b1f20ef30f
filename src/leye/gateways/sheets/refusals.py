"""Why a file cannot be read, or what a clerk should know about it: stable codes and Chinese words.

The child process names a code and its fields; the words are put together in the parent only.
"""

from collections.abc import Mapping

from leye.core.problems import Problem, Severity

REFUSED, STRANGE, NOTE = Severity.REFUSED, Severity.STRANGE, Severity.NOTE
SAVE_AS = "请用 Excel 或 WPS 打开后，另存为“Excel 工作簿（.xlsx）”再上传。"

WORDS: dict[str, tuple[Severity, str, str]] = {
    "file.empty": (REFUSED, "文件里没有任何内容。", "请确认选对了文件，名册的表格不能是空的。"),
    "file.only_hidden": (
        REFUSED,
        "文件里能看见的工作表都是空的，只有隐藏的工作表有内容（{names}）。",
        "请取消隐藏需要导入的工作表，保存后再上传。",
    ),
    "file.not_a_sheet": (REFUSED, "这不是表格文件（看起来是{what}）。", SAVE_AS),
    "file.html": (REFUSED, "这是网页格式的文件，只是用了表格的文件名。", SAVE_AS),
    "file.xml": (REFUSED, "这是 XML 格式的文件，只是用了表格的文件名。", SAVE_AS),
    "file.other_format": (REFUSED, "暂不支持{what}格式的表格。", SAVE_AS),
    "file.macro": (
        REFUSED,
        "文件里带有宏，出于安全不能读取。",
        "请另存为不带宏的“Excel 工作簿（.xlsx）”再上传。",
    ),
    "file.password": (
        REFUSED,
        "文件设有打开密码，不能读取。",
        "请先取消密码：打开文件，在“文件—信息—保护工作簿”中清空密码，保存后再上传。",
    ),
    "file.too_large": (
        REFUSED,
        "文件太大（{what}）。",
        "请把名册拆成几份，分别上传；并删去空白而带格式的行和列。",
    ),
    "file.too_wide": (
        REFUSED,
        "工作表“{sheet}”的 {cell} 单元格有内容，超出了 {limit} 列。",
        "请删去右边不属于名册的内容，保存后再上传。",
    ),
    "file.bomb": (
        REFUSED,
        "文件展开后大得不正常，不能读取。",
        "请新建一个工作簿，把名册复制进去（选择性粘贴—数值），保存后再上传。",
    ),
    "file.damaged": (
        REFUSED,
        "文件已损坏，读不完整，所以一行也没有导入。",
        "请用 Excel 或 WPS 打开检查，另存为新的 .xlsx 文件再上传；打不开的请重新取得原文件。",
    ),
    "file.dtd": (REFUSED, "文件里有不允许的外部声明（DTD），不能读取。", SAVE_AS),
    "file.encoding": (
        REFUSED,
        "文本的编码读不出来，既不是 UTF-8，也不是 GB18030，或两种混在一起。",
        "请另存为“CSV UTF-8（逗号分隔）”或 .xlsx 再上传。",
    ),
    "file.json": (
        REFUSED,
        "这是 JSON 数据文件，但内容不完整，读不出来。",
        "请向提供平台重新取得完整的文件。",
    ),
    "file.feed": (
        REFUSED,
        "岗位数据文件的第 {row} 条不合 schema.org JobPosting 的写法，所以一条也没有读入。",
        "请提供平台按 JobPosting 逐条改正后再上传。",
    ),
    "file.nul": (REFUSED, "文本第 {row} 行附近有空字节，文件不完整或不是文本。", SAVE_AS),
    "file.quotes": (
        REFUSED,
        "第 {row} 行开始的双引号没有成对，后面的行会被并成一格。",
        "请补上或删去这一行多余的双引号，或另存为 .xlsx 再上传。",
    ),
    "file.hidden_sheets": (NOTE, "隐藏的工作表没有导入：{names}。", "需要导入的，请取消隐藏后再上传。"),
    "file.hidden_rows": (
        NOTE,
        "工作表“{sheet}”有 {count} 行被隐藏或被筛选，这些行也读入了。",
        "不需要的行请删除后再上传。",
    ),
    "file.hidden_columns": (
        NOTE,
        "工作表“{sheet}”有隐藏的列，这些列也读入了。",
        "不需要的列请删除后再上传。",
    ),
    "file.external_links": (
        NOTE,
        "文件引用了别的工作簿或数据源，没有去取，用的是存盘时的结果。",
        "如有变化，请在原电脑上更新并保存后再上传。",
    ),
    "file.formulas": (
        NOTE,
        "工作表“{sheet}”有 {count} 个公式，没有重新计算，用的是存盘时的结果。",
        "请核对这些格的结果；没有结果的格按空白处理。",
    ),
    "file.dimension": (
        NOTE,
        "工作表“{sheet}”自报的范围是 {found}，实际有 {rows} 行，已按实际读入。",
        "不需要处理。",
    ),
    "file.ragged": (
        NOTE,
        "有 {count} 行的格数与多数行（{width} 格）不同。",
        "请核对这些行有没有错列。",
    ),
    "cell.too_long": (
        REFUSED,
        "这一格有 {length} 个字符，超出了 {limit} 个，只留下了开头。",
        "请缩短这一格的内容。",
    ),
    "row.too_many_cells": (
        REFUSED,
        "这一行有 {count} 格，多数行是 {width} 格，后面的列可能错位。",
        "请检查这一行有没有多余的分隔符；内容里带逗号的格要用双引号括起来。",
    ),
    "row.too_few_cells": (
        NOTE,
        "这一行只有 {count} 格，多数行是 {width} 格，缺的按空白处理。",
        "请检查这一行是否被换行断开。",
    ),
}  # fmt: skip

Fields = Mapping[str, str | int]


class Unreadable(Exception):
    """Raised while parsing, in the child: the code of a refusal and the fields of its sentence."""

    def __init__(self, code: str, **fields: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class FileRefused(Exception):
    """The file as a whole cannot be read; nothing of it may be kept. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def problem(
    code: str, fields: Fields, column: str | None = None, found: str | None = None
) -> Problem:
    """The problem of a code. Fields come from the child and are cut short before they are shown.

    Raises KeyError for an unknown code or a field that is missing.
    """
    severity, message, remedy = WORDS[code]
    short = {
        name: value if isinstance(value, int) else value[:200] for name, value in fields.items()
    }
    return Problem(code, severity, message.format_map(short), remedy, column, found)


def refused(code: str, **fields: str | int) -> FileRefused:
    return FileRefused(problem(code, fields))
