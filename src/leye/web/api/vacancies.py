"""Vacancies for other systems: pushed with an idempotency key, read within the account's scope. OpenAPI beside it."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Header, Query, Router, Schema, Status

from leye.core.scope import Capability, OutOfScope, Scope
from leye.trips.keys import keys_of
from leye.trips.vacancies import vacancy_calls, vacancy_pages

router = Router()


class VacancyIn(Schema):
    """一个岗位，各项按岗位清单的写法填；法定必须写明的为必填。"""

    unit: str = Field(pattern=r"^\d{6}$", description="归集单位的行政区划代码")
    sender: str = Field(min_length=1, max_length=100, description="推送平台的名称，作为来源显示")
    reference: str = Field("", max_length=60, description="平台自己的岗位编号")
    employer_name: str = Field(min_length=1, max_length=100, description="单位名称")
    employer_code: str = Field("", max_length=30, description="统一社会信用代码")
    employer_kind: str = Field("", max_length=20)
    employer_licence: str = Field("", max_length=60, description="人力资源服务许可证号")
    title: str = Field(min_length=1, max_length=60, description="岗位名称")
    openings: int = Field(description="招聘人数")
    duties: str = Field(max_length=1000, description="工作内容")
    demand_words: str = Field("", max_length=1000, description="招聘条件")
    place: str = Field(max_length=200, description="工作地点，六位代码或到旗县的名称")
    terms_pay: str = Field(max_length=60, description="月薪，如 3000-3500 或 150元/天")
    valid_to: str = Field("", max_length=20, description="有效期至，如 2020-12-31")
    post: str = Field("", max_length=20)
    terms_board: str = ""
    terms_lodging: str = ""
    terms_insured: str = ""
    terms_contract_months: str = ""
    terms_shift: str = ""
    terms_transport: str = ""
    terms_child_care: str = ""
    terms_pairing: str = ""
    demand_min_age: str = ""
    demand_max_age: str = ""
    demand_suits_weak: str = ""
    demand_schooling: str = ""
    demand_licences: str = ""
    demand_languages: str = ""
    demand_needs_health: str = ""
    level: str = ""
    explained: str = Field("", max_length=300, description="对需要说明之处的说明")


class Said(Schema):
    message: str


class ProblemOut(Schema):
    code: str
    severity: str
    column: str | None
    message: str
    remedy: str


class Refused(Said):
    problems: list[ProblemOut]


class Kept(Schema):
    id: int
    outcome: str = Field(description="new 新登记；changed 更新；same 已有")
    problems: list[ProblemOut]


class VacancyOut(Schema):
    id: int
    title: str
    employer: str
    place: str
    pay: str
    left: int
    wanted: int
    level: str
    state: str
    valid_to: str
    tags: list[str]


SECTIONS = ("employer", "demand", "terms")


@router.post(
    "/vacancies",
    response={201: Kept, 200: Kept, 403: Said, 409: Said, 422: Refused},
    summary="推送一个岗位；同一个 Idempotency-Key 只算一次",
)
def push(
    request: HttpRequest,
    offer: VacancyIn,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=80)],
) -> Status[Any]:
    scope: Scope = request.auth  # type: ignore[attr-defined]
    given = {_column(name): value for name, value in offer.model_dump().items() if value != ""}
    unit, sender = str(given.pop("unit")), str(given.pop("sender"))
    try:
        status, body = vacancy_calls.push(
            scope, unit, sender, given, idempotency_key, keys_of(settings.HOME)
        )
    except OutOfScope:
        status, body = 403, {"message": "这个单位不在令牌的管辖范围，或账号不能登记岗位。"}
    return Status(status, body)


def _column(name: str) -> str:
    section, _, rest = name.partition("_")
    return f"{section}.{rest}" if section in SECTIONS and rest else name


class Asked(Schema):
    q: str = Field("", max_length=60)
    place: str = Field("", pattern=r"^(\d{2,6})?$")
    state: str = Field("open", pattern="^(open|closed)$")
    before: str = Field("", pattern=r"^\d{0,17}$", description="上一页最后一条的 id")


@router.get(
    "/vacancies", response={200: list[VacancyOut], 403: Said}, summary="管辖范围内能看到的岗位"
)
def vacancies(request: HttpRequest, asked: Query[Asked]) -> Status[Any]:
    scope: Scope = request.auth  # type: ignore[attr-defined]
    if not scope.may(Capability.READ_FIGURES):
        return Status(403, {"message": "账号不能查看岗位。"})
    found = vacancy_pages.listed(scope, vacancy_pages.wanted_of(asked.model_dump()))
    told = [
        {
            "id": v.id, "title": v.title, "employer": v.employer, "place": v.place, "pay": v.pay, "left": v.left,
            "wanted": v.wanted, "level": v.level, "state": v.state, "valid_to": v.valid_to.isoformat(),
            "tags": list(v.tags),
        }
        for v in found
    ]  # fmt: skip
    return Status(200, told)
