"""Two typical cases of the demo, both made up: one of a county's way of working, one of a person who agreed."""

import datetime as dt
import io
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw

from leye.apps.stories.models import Story
from leye.core.periods import SHANGHAI
from leye.core.scope import Role, Scope
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.trips.boards import stories
from leye.trips.keys import keys_of

COUNTY = "150124"
EXPERIENCE = stories.Written(
    "experience", "车间建在楼下，岗位送到门口",
    "县里在三个较大的安置点旁边建起扶贫车间，缝纫、粉条加工和编织都从零教起，先培训后上岗。\n"
    "就业服务站的工作人员每周把新岗位印成推送单，送到有意愿的人手上，一人三个，签收为准。\n"
    "离不开家的优先进车间，能出去的由劳务经纪人带队，点对点送到厂门口。",
    False,
)  # fmt: skip
PERSON = stories.Written(
    "person", "从羊倌到缝纫组长",
    "赵明亮（示范人物，纯属编造）搬下山以前放了二十年羊。\n"
    "2019年冬天，服务站给他推了三个岗位，他挑了离家最近的缝纫车间。开始踩不好机器，下了班还留在车间练。\n"
    "半年以后他当上了组长，一个月挣三千多元，家里添了电冰箱。",
    True,
)  # fmt: skip


def play(stage: Stage) -> None:
    """Written in April, agreed to, reviewed by another, published in May."""
    if all(plan.code != COUNTY for plan in stage.plans):
        return
    keys, folder = keys_of(Path(settings.HOME)), Path(settings.UPLOADS)
    writer, chief = Scope(BY, COUNTY, Role.CLERK), Scope(f"{BY}-chief", COUNTY, Role.APPROVER)
    for number, said in enumerate((EXPERIENCE, PERSON)):
        with clock.fixed(dt.datetime(2020, 5, 29, 10 + number, tzinfo=SHANGHAI)):
            row: Story = stories.write(writer, said)
            stories.add_photo(writer, row.pk, _drawn(number), "示意图（示范）", folder, keys)
            if said.needs_consent:
                stories.consent(writer, row.pk, "赵明亮", dt.date(2020, 5, 29), keys)
            stories.submit(writer, row.pk)
        with clock.fixed(dt.datetime(2020, 5, 30, 9 + number, tzinfo=SHANGHAI)):
            stories.review(chief, row.pk, True, "")


def _drawn(number: int) -> bytes:
    """A picture that nobody is in: hills, a sun, houses."""
    image = Image.new("RGB", (960, 540), (214, 232, 240))
    pen = ImageDraw.Draw(image)
    pen.ellipse((700, 60, 820, 180), fill=(246, 196, 83))
    for left, colour in ((-200, (126, 163, 122)), (250, (98, 142, 104)), (560, (143, 178, 130))):
        pen.ellipse((left, 260, left + 760, 760), fill=colour)
    for house in range(4 + number):
        x = 90 + house * 170
        pen.rectangle((x, 390, x + 110, 470), fill=(250, 246, 238))
        pen.polygon(((x - 12, 390), (x + 55, 340), (x + 122, 390)), fill=(176, 80, 60))
        pen.rectangle((x + 44, 425, x + 68, 470), fill=(120, 96, 80))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return target.getvalue()
