"""A list of a million rows against the ledger of the whole region, from the upload to cases on the page.

It needs the home of a region: `python -m bench region cases --home FOLDER`.
"""

import csv
import datetime as dt
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from bench.damaged import COUNTIES
from bench.draws import Chance, number
from bench.measured import Section, p95, runs, timed
from leye.apps.accounts import actions as accounts
from leye.apps.accounts.models import Account
from leye.apps.comparisons.models import Case
from leye.core.scope import Department, Role, Scope
from leye.trips.comparisons import comparing
from leye.trips.comparisons.compare_frames import ledger_frame
from leye.trips.comparisons.comparing import Asked
from leye.trips.keys import keys_of
from leye.trips.working import work_once

ROWS, REGION = 1_000_000, "150000"
COLUMNS = ("姓名", "社会保障号码", "性别", "联系电话", "参保单位", "参保时间", "工作地点")


def write(path: Path, rows: int) -> None:
    """Two thirds of the region's people, a tenth of them with a damaged number, and strangers."""
    scope, keys, chance = (
        Scope("bench", REGION, Role.CLERK),
        keys_of(Path(settings.HOME)),
        Chance(7),
    )
    people = ledger_frame(scope, keys)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        many = 0
        for one in people.iter_rows(named=True):
            if chance.random() < 0.34 or many >= rows * 0.7:
                continue
            own = one["id_no"]
            if chance.random() < 0.1:
                own = chance_of_damage(chance, own)
            out.writerow(
                [
                    one["name"],
                    own,
                    one["sex"],
                    one["phone"],
                    "某某公司",
                    "2019-03-01",
                    "北京市朝阳区",
                ]
            )
            many += 1
        for place in range(rows - many):
            born = dt.date(1950, 1, 1) + dt.timedelta(days=chance.integers(20_000))
            county = COUNTIES[chance.integers(len(COUNTIES))][0]
            own = number(f"{county}{born:%Y%m%d}{chance.integers(100, 999)}")
            out.writerow(
                [f"路人{place % 5000}", own, "男", "", "某某公司", "2019-03-01", "呼和浩特市新城区"]
            )


def chance_of_damage(chance: Chance, own: str) -> str:
    forms = ("", own[:6] + "********" + own[14:], own[:15] + "000", own[:10] + "9" + own[11:])
    return forms[chance.integers(4)]


def measure(scale: float) -> Section:
    rows = round(ROWS * scale)
    section = Section(f"A list of {rows:,} rows, from the upload to cases on the page")
    path = Path(settings.HOME) / "insured.csv"
    write(path, rows)
    scope, keys = Scope("bench", REGION, Role.CLERK), keys_of(Path(settings.HOME))
    asked = Asked(
        REGION,
        dt.date(2020, 5, 31),
        "employment",
        path,
        path.name,
        "insurance",
        "社保中心",
        "84号文",
    )
    with timed() as clock:
        row, _ = comparing.receive(scope, asked, keys)
        while work_once(keys):
            pass
    row.refresh_from_db()
    assert row.state == "done", row.state
    cases = Case.objects.filter(comparison=row)
    section.add(f"upload to {cases.count():,} cases", clock.seconds / 60, "min", 3)
    if not Account.objects.filter(username="bench-region").exists():
        accounts.open_account(
            by="bench", username="bench-region", display_name="x", password="bench-bench-bench",
            role=Role.CLERK, department=Department.HRSS, unit=REGION,
        )  # fmt: skip
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(
        Account.objects.get(username="bench-region"), "django.contrib.auth.backends.ModelBackend"
    )
    for name, address in (
        ("queue", "/comparisons/cases/"),
        ("comparison", f"/comparisons/{row.pk}/"),
        ("case", f"/comparisons/cases/{cases.first().pk}/"),
    ):
        client.get(address)
        taken = runs(lambda address=address: client.get(address), 30)
        section.add(f"{name} page, p95", p95(taken) * 1000, "ms", 300)
    section.notes.append(f"Found: {row.notes[:300]}")
    return section
