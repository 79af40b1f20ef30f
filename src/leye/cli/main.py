"""The command `leye`: words in, a trip called, text or JSON out.

Exit: 0 done, 1 done with rows that wait or relations that do not hold, 2 refused.
"""

import argparse
import datetime as dt
import getpass
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import django

from leye.cli.answers import Refused

# A command → where it is, for those that do not stand among the others: they need not wait for the others' libraries,
# and `serve` may not (serving.py). None is imported before django.setup(), for they import models.
ROOMS = {
    "compare": "leye.cli.files",
    "match": "leye.cli.files",
    "serve": "leye.cli.serving",
    "migrate": "leye.cli.serving",
    "demo": "leye.cli.demonstration",
}
WITHOUT_DATABASE = ("compare", "match")  # two files


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leye.web.settings")
    given = _parser().parse_args(arguments)
    if given.command == "demo":
        os.environ.setdefault("LEYE_HOME", "var/demo")
        if (
            given.serve
        ):  # the made-up region lives in 2020; its pages show the day after its last roster
            os.environ.setdefault("LEYE_DEMO_DAY", "2020-06-01")
    if given.command not in WITHOUT_DATABASE:
        django.setup()
    room = import_module(ROOMS.get(given.command, "leye.cli.commands"))
    try:
        answer = room.RUN[given.command](given)
    except Refused as refused:
        answer = 2, refused.told, refused.text
    return _said(given, answer)


def _said(given: argparse.Namespace, answer: tuple[int, object, str]) -> int:
    status, told, text = answer
    print(json.dumps(told, ensure_ascii=False, indent=2) if given.json else text)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="leye", description="乐业：易地扶贫搬迁就业帮扶")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="以 JSON 输出")
    shared.add_argument("--by", default=f"cli:{getpass.getuser()}", help="记入审计的操作人")
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, parents=[shared])

    intake = add("intake", "导入一份名册")
    intake.add_argument("file", type=Path)
    intake.add_argument("--unit", required=True, help="单位的六位代码")
    intake.add_argument("--kind", help="名册种类；不写则按表头识别")
    intake.add_argument("--as-of", type=dt.date.fromisoformat, help="名册所说的日期")
    intake.add_argument("--dry-run", action="store_true", help="只核对，不入账")
    report = add("report", "出一张附件")
    report.add_argument("--notice", default="nm_2020_84")
    report.add_argument("--annex", required=True, choices=("1", "2", "3"))
    report.add_argument("--month", required=True, help="如 2020-05")
    report.add_argument("--unit", default="150000")
    report.add_argument("--known-at", type=dt.datetime.fromisoformat, help="按当时所知")
    report.add_argument(
        "--all-checks", action="store_true", help="也核对三张表之间、与上月之间的关系"
    )
    report.add_argument("--out", type=Path, help="写成 .xlsx 或 .csv")
    reports = add("reports", "已报的报表：按当时所知重做一遍，逐字节比较")
    reports.add_argument("what", choices=("rerun",))
    reports.add_argument("--month", default="", help="只做这个月，如 2020-05")
    reports.add_argument("--unit", default="150000")
    person = add("person", "一个人的事实")
    person.add_argument("id", type=int)
    audit = add("audit", "核对审计记录")
    audit.add_argument("what", choices=("verify",))
    demo = add("demo", "造一个示范地区并导入")
    demo.add_argument("--scale", type=float, default=0.1, help="1 是全区的规模")
    demo.add_argument("--seed", type=int, default=84)
    demo.add_argument("--serve", action="store_true", help="完成后启动网页")
    compare = add("compare", "比对两份名单文件（不用数据库）")
    compare.add_argument("left", type=Path, help="台账：.csv 或 .parquet")
    compare.add_argument("right", type=Path, help="名册：.csv 或 .parquet")
    compare.add_argument("--out", type=Path, required=True, help="写出对应关系：.csv 或 .parquet")
    compare.add_argument("--fit", action="store_true", help="用这份名册自己的号码重新学习")
    compare.add_argument("--model", type=Path, help="用这个模型；与 --fit 同用则存到这里")
    match = add("match", "按岗位名额给有意愿的人推荐岗位（不用数据库）")
    match.add_argument("people", type=Path, help="有就业意愿的人：.csv 或 .parquet")
    match.add_argument("vacancies", type=Path, help="岗位：.csv 或 .parquet")
    match.add_argument("--out", type=Path, required=True, help="写出推荐、价格、证明的文件夹")
    snapshot = add("snapshot", "写出供统计用的快照（没有姓名和号码）")
    snapshot.add_argument("--unit", default="150000")
    snapshot.add_argument("--out", type=Path, required=True, help="文件夹")
    add("migrate", "建立或更新数据库")
    work = add("work", "处理等待中的名册，直到被停下")
    work.add_argument("--once", action="store_true", help="做完等待的就结束")
    serve = add("serve", "启动网页")
    serve.add_argument("--bind", default="127.0.0.1:8000")
    return parser


if __name__ == "__main__":
    sys.exit(main())
