"""One workbook of 200,000 rows by 22 columns: read, checked, recorded, while others look at pages."""

import datetime as dt
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import openpyxl
from django.conf import settings
from django.core.management import call_command

from bench.measured import Section, p95, timed
from leye.apps.places import actions as places
from leye.core.identity.id_number import check_digit
from leye.core.periods import Month
from leye.core.scope import Role, Scope
from leye.gateways.sheets import read
from leye.gateways.sheets.write import write_rows
from leye.trips.annexes.reporting import Ask, annex_table
from leye.trips.keys import keys_of
from leye.trips.receiving import check, record_now
from leye.trips.rosters.intake import Roster

COLUMNS = (
    "序号", "旗县", "户编号", "姓名", "身份证号码", "与户主关系", "性别", "民族", "脱贫属性", "劳动技能", "是否在校生",
    "健康状况", "文化程度", "联系电话", "安置区名称", "搬迁入住时间", "安置方式", "就业形式", "就业地", "就业单位",
    "就业时间", "就业意愿",
)  # fmt: skip
COUNTY, SITE = "150929", "四子王新村1号安置点"


def make(path: Path, rows: int) -> None:
    """A made-up roster; every fiftieth row has something wrong with it."""

    def row(number: int) -> list[object]:
        born = dt.date(1950, 1, 1) + dt.timedelta(days=number % 18_000)
        first = f"{COUNTY}{born:%Y%m%d}{number // 18_000 * 2 % 1000:03d}"
        digit = check_digit(first) if number % 50 else "?"
        works = number % 3 == 0
        return [
            str(number), "四子王旗", f"{COUNTY}{number // 3:06d}", "王秀英", first + digit,
            "户主" if number % 3 == 0 else "配偶" if number % 3 == 1 else "之子", None, "汉族", "建档立卡户",
            "普通劳动力", "否", "健康", "初中", f"139{number:08d}", SITE, "2018-10-01", "集中安置",
            "务工" if works else None, "北京市朝阳区" if works else None, "某某公司" if works else None,
            "2019-03-01" if works else None, None if works else "有",
        ]  # fmt: skip

    grid = [(1, COLUMNS), *((number + 1, row(number)) for number in range(1, rows + 1))]
    write_rows(path, {"Sheet1": grid}, {})


def openpyxl_loop(path: Path) -> None:
    book = openpyxl.load_workbook(path, read_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        row[0]


def measure(scale: float) -> Section:
    rows = round(200_000 * scale)
    section = Section(f"One workbook of {rows:,} × {len(COLUMNS)}")
    call_command("migrate", verbosity=0)
    places.load_divisions(by="bench")
    places.add_site(by="bench", name=SITE, county=COUNTY, valid_from=dt.date(2018, 1, 1))
    path = Path(settings.HOME) / "large.xlsx"
    make(path, rows)
    scope, keys = Scope("bench", COUNTY, Role.CLERK), keys_of(Path(settings.HOME))
    with timed() as reading:
        for _ in read.batches(path):
            pass
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # no other child so far
    with timed() as yardstick:
        openpyxl_loop(path)
    looker = Looker()
    looker.start()
    with timed() as checking:
        upload = check(scope, Roster(path, path.name, COUNTY, dt.date(2020, 5, 31)), keys)
    with timed() as recording:
        counts = record_now(scope, upload.pk, keys)
    looker.stop()
    section.add(
        "read, checked, each row kept with every problem",
        checking.seconds,
        "s",
        60 * scale,
        f"reading alone {reading.seconds:.1f} s; openpyxl's read-only loop {yardstick.seconds:.1f} s",
    )
    section.add(
        "recorded as facts and projected",
        recording.seconds,
        "s",
        60 * scale,
        f"{sum(counts.values()) / recording.seconds:,.0f} rows/s",
    )
    section.add("the reading process, peak memory", peak, "MB", 500)
    section.add(
        "another clerk's annex 1 meanwhile, p95",
        p95(looker.times),
        "s",
        1.0,
        f"{len(looker.times)} looks from a process of their own",
    )
    told = {name: many for name, many in counts.items() if many}
    section.notes.append(
        f"Came to {told}. The file has {path.stat().st_size / 1e6:.0f} MB; making it is not counted."
    )
    return section


LOOK = """
import sys, time, django
django.setup()
from bench.workbook import look
while True:
    print(look(), flush=True)
    time.sleep(0.5)
"""


def look() -> float:
    """Seconds for one look at the annex of another county."""
    began = time.perf_counter()
    annex_table(Scope("reader", "150124", Role.READER), Ask("1", Month(2020, 5), "150124"))
    return time.perf_counter() - began


class Looker(threading.Thread):
    """Another clerk, in a process of her own, until stopped."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.times: list[float] = []
        self.process = subprocess.Popen(
            [sys.executable, "-c", LOOK], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
        )

    def run(self) -> None:
        for line in self.process.stdout or ():
            self.times.append(float(line))

    def stop(self) -> None:
        self.process.kill()
        self.join()
