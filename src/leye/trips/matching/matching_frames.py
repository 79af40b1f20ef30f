"""Files of willing people and vacancies as the numbers that are shared out by."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leye.core.matching.data import (
    ALL_YEAR_MONTHS,
    NO_LIMIT,
    Instance,
    Ints,
    Person,
    Policy,
    Vacancy,
)
from leye.core.problems import Problem, Severity

PEOPLE = {
    "person_id": "", "county": "", "age": "0", "poor": "", "wish_area": "any", "only_local": "", "capacity": "",
    "schooling": "0", "licences": "", "languages": "", "health_certificate": "", "wished_pay": "0", "trade": "",
    "trained_trade": "", "season": "",
}  # fmt: skip
VACANCIES = {
    "vacancy_id": "", "place": "", "openings": "0", "min_age": "16", "max_age": str(NO_LIMIT), "suits_weak": "yes",
    "schooling": "0", "licences": "", "languages": "", "health_certificate": "", "pay": "0", "trade": "",
    "lodging": "", "months": "0",
}  # fmt: skip
YES, NO = (
    frozenset({"yes", "是", "1", "true", "True"}),
    frozenset({"no", "否", "0", "false", "False"}),
)
CAPACITIES = {
    "weak": 1,
    "弱劳动力": 1,
    "ordinary": 2,
    "普通劳动力": 2,
    "skilled": 3,
    "技能劳动力": 3,
}
SEASONS = {"all_year": 1, "长年": 1, "seasonal": 2, "季节性": 2}
AREAS = {
    "site": 6,
    "county": 6,
    "league": 4,
    "region": 2,
}  # digits of a code that are shared; others are anywhere
LONGEST = 62  # words of one kind, which stand as the bits of a number
LARGEST = 10_000_000
HIGHEST = 7  # schooling


class NotMatched(Exception):
    """A file cannot be read; `problem` says which and why."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, Severity.REFUSED, message, remedy)


def read(path: Path, key: str, columns: Mapping[str, str]) -> pl.DataFrame:
    if not path.is_file():
        raise NotMatched("file.not_found", f"没有这个文件：{path}。", "请核对路径。")
    try:
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path)
        elif path.suffix == ".csv":
            frame = pl.read_csv(path, infer_schema=False)
        else:
            remedy = "请给 .csv（UTF-8）或 .parquet 文件。"
            raise NotMatched("file.kind", f"文件格式不认识：{path.name}。", remedy)
    except pl.exceptions.PolarsError:
        remedy = "请确认文件完整、编码是 UTF-8，再试一次。"
        raise NotMatched("file.damaged", f"{path.name} 读不出来。", remedy) from None
    place = "county" if key == "person_id" else "place"
    missing = [name for name in (key, place) if name not in frame.columns]
    if missing:
        remedy = (
            f"请补上这些列：{'、'.join(missing)}；找到的列是：{'、'.join(frame.columns)[:200]}。"
        )
        raise NotMatched("file.columns", f"{path.name} 缺少必需的列。", remedy)
    if frame[key].is_duplicated().any():
        raise NotMatched("file.twice", f"{path.name} 里有重复的 {key}。", "请去掉重复的行再试。")
    own = [
        pl.col(n).cast(pl.String).str.strip_chars() if n in frame.columns else pl.lit(d).alias(n)
        for n, d in columns.items()
    ]
    return frame.select(own).with_columns(
        pl.when(pl.col(n).is_null() | (pl.col(n) == ""))
        .then(pl.lit(d))
        .otherwise(pl.col(n))
        .alias(n)
        for n, d in columns.items()
    )


def build(
    seekers: pl.DataFrame, offers: pl.DataFrame, policy: Policy
) -> tuple[Instance, tuple[str, ...]]:
    """The instance of two frames of texts, the offers sorted by place; and what was strange in them."""
    remarks: list[str] = []
    codes = {
        name: {word: place for place, word in enumerate(_words(seekers, offers, *pair), start=1)}
        for name, pair in {
            "trade": (("trade", "trained_trade"), ("trade",)),
            "licences": (("licences",), ("licences",)),
            "languages": (("languages",), ("languages",)),
        }.items()
    }
    for name in ("licences", "languages"):
        if len(codes[name]) > LONGEST:
            remedy = f"最多 {LONGEST} 种，找到 {len(codes[name])} 种。请合并同类的写法。"
            raise NotMatched("file.words", f"{name} 的种类太多。", remedy)
    vacancies = np.zeros((len(Vacancy), offers.height), dtype=np.int64)
    whole = {
        Vacancy.OPENINGS: "openings", Vacancy.YOUNGEST: "min_age", Vacancy.OLDEST: "max_age",
        Vacancy.SCHOOLING: "schooling", Vacancy.PAY: "pay",
    }  # fmt: skip
    for column, name in whole.items():
        vacancies[column] = _numbers(offers[name], f"岗位的 {name}", remarks)
    np.minimum(vacancies[Vacancy.SCHOOLING], HIGHEST, out=vacancies[Vacancy.SCHOOLING])
    place = _codes(offers["place"], "岗位的 place", remarks)
    vacancies[Vacancy.OPENINGS][place == 0] = 0  # nobody can be sent to a place that nobody knows
    vacancies[Vacancy.NEEDS_CAPACITY] = np.where(_is(offers["suits_weak"], NO), 2, 1)
    vacancies[Vacancy.LICENCES] = _bits(offers["licences"], codes["licences"])
    vacancies[Vacancy.LANGUAGES] = _bits(offers["languages"], codes["languages"])
    vacancies[Vacancy.NEEDS_HEALTH] = _is(offers["health_certificate"], YES)
    vacancies[Vacancy.TRADE] = [codes["trade"].get(word, 0) for word in offers["trade"]]
    vacancies[Vacancy.LODGING] = _is(offers["lodging"], YES)
    months = _numbers(offers["months"], "岗位的 months", remarks)
    vacancies[Vacancy.SEASON] = np.where(months >= ALL_YEAR_MONTHS, 1, np.where(months > 0, 2, 0))
    vacancies[Vacancy.COUNTY], vacancies[Vacancy.LEAGUE], vacancies[Vacancy.REGION] = (
        place,
        place // 100,
        place // 10_000,
    )
    people = np.zeros((seekers.height, len(Person)), dtype=np.int64)
    home = _codes(seekers["county"], "人员的 county", remarks)
    people[:, Person.AGE] = _numbers(seekers["age"], "人员的 age", remarks)
    schooled = _numbers(seekers["schooling"], "人员的 schooling", remarks)
    people[:, Person.SCHOOLING] = np.minimum(schooled, HIGHEST)
    people[:, Person.WISHED_PAY] = _numbers(seekers["wished_pay"], "人员的 wished_pay", remarks)
    _wishes(people, seekers, home, place)
    people[:, Person.CAPACITY] = [CAPACITIES.get(word, 0) for word in seekers["capacity"]]
    people[:, Person.LICENCES] = _bits(seekers["licences"], codes["licences"])
    people[:, Person.LANGUAGES] = _bits(seekers["languages"], codes["languages"])
    health = seekers["health_certificate"]
    people[:, Person.HEALTH] = np.where(_is(health, YES), 1, np.where(_is(health, NO), 2, 0))
    people[:, Person.TRADE] = [codes["trade"].get(word, 0) for word in seekers["trade"]]
    people[:, Person.TRAINED] = [codes["trade"].get(word, 0) for word in seekers["trained_trade"]]
    people[:, Person.SEASON] = [SEASONS.get(word, 0) for word in seekers["season"]]
    people[:, Person.WEIGHT] = np.where(_is(seekers["poor"], YES), policy.poor, policy.other)
    people[:, Person.COUNTY], people[:, Person.LEAGUE], people[:, Person.REGION] = (
        home,
        home // 100,
        home // 10_000,
    )
    return Instance(people, vacancies, policy), tuple(remarks)


def _words(
    seekers: pl.DataFrame, offers: pl.DataFrame, ours: tuple[str, ...], theirs: tuple[str, ...]
) -> list[str]:
    found: set[str] = set()
    for frame, names in ((seekers, ours), (offers, theirs)):
        for name in names:
            for text in frame[name].unique().to_list():
                found.update(word for word in text.replace("；", ";").split(";") if word)
    return sorted(found)


def _numbers(texts: pl.Series, what: str, remarks: list[str]) -> Ints:
    """Whole numbers from 0 on; what is none counts as not known, and is told of."""
    numbers = texts.cast(pl.Float64, strict=False).fill_nan(None)
    odd = (numbers.is_null() | (numbers < 0)).sum()
    if odd:
        remarks.append(f"{what} 有 {odd} 行不是数字，按没有填写处理。")
    found: Ints = numbers.fill_null(0).clip(0, LARGEST).to_numpy().astype(np.int64)
    return found


def _codes(texts: pl.Series, what: str, remarks: list[str]) -> Ints:
    """Six-digit division codes; 0 for what is none."""
    digits = texts.str.slice(0, 6)
    codes = pl.select(pl.when(digits.str.contains(r"^[1-9][0-9]{5}$")).then(digits)).to_series()
    if codes.null_count():
        remarks.append(f"{what} 有 {codes.null_count()} 行不是行政区划代码，按地点不明处理。")
    found: Ints = codes.cast(pl.Int64).fill_null(0).to_numpy()
    return found


def _is(texts: pl.Series, words: frozenset[str]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = texts.is_in(list(words)).to_numpy()
    return found


def _bits(texts: pl.Series, codes: Mapping[str, int]) -> Ints:
    masks = {
        text: sum(
            1 << (codes[word] - 1) for word in set(text.replace("；", ";").split(";")) if word
        )
        for text in texts.unique().to_list()
    }
    return np.array([masks[text] for text in texts.to_list()], dtype=np.int64)


def _wishes(people: Ints, seekers: pl.DataFrame, home: Ints, place: Ints) -> None:
    """The stretch of vacancies that lies where each person would go; outside: all but the own region."""
    m = len(place)
    people[:, Person.LAST] = m
    area = np.where(_is(seekers["only_local"], YES), "county", seekers["wish_area"].to_numpy())
    for name, digits in AREAS.items():
        rows = np.flatnonzero((area == name) & (home > 0))
        unit = 10 ** (6 - digits)
        first = home[rows] // unit * unit
        people[rows, Person.FIRST] = np.searchsorted(place, first, "left")
        people[rows, Person.LAST] = np.searchsorted(place, first + unit, "left")
    rows = np.flatnonzero((area == "outside") & (home > 0))
    first = home[rows] // 10_000 * 10_000
    people[rows, Person.NOT_FIRST] = np.searchsorted(place, first, "left")
    people[rows, Person.NOT_LAST] = np.searchsorted(place, first + 10_000, "left")
