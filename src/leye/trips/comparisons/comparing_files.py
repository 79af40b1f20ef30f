"""Two files compared without a database: CSV or Parquet in, pairs out."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from leye.core.linkage.compare import compare
from leye.core.linkage.people import FIELDS
from leye.core.linkage.scorer import Model
from leye.core.problems import Problem, Severity
from leye.gateways.engines.trees import ModelUnreadable, load
from leye.trips.comparisons.linkage_model import kept_model

OUT = ("ledger_id", "roster_id", "probability", "match_class")


class NotCompared(Exception):
    """A file cannot be read or written; `problem` says which and why."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, Severity.REFUSED, message, remedy)


@dataclass(frozen=True, slots=True)
class Told:
    """What a comparison of two files came to. classes: pairs by class; remarks: about the roster as a whole."""

    left: int
    right: int
    pairs: int
    classes: dict[str, int]
    remarks: tuple[str, ...]


def compare_files(
    left: Path, right: Path, out: Path, *, fit: bool = False, model: Path | None = None
) -> Told:
    """Compare RIGHT with LEFT and write the pairs to OUT, by the ending of its name.

    fit: learn from this very roster and keep what was learnt in `model`, where one is named. Raises NotCompared.
    """
    if out.suffix not in (".csv", ".parquet"):
        remedy = "请写成以 .csv 或 .parquet 结尾的文件名。"
        raise NotCompared("out.kind", f"结果文件的格式不认识：{out.name}。", remedy)
    ledger, roster = _read(left, "ledger_id"), _read(right, "roster_id")
    found = compare(ledger, roster, None if fit else _scorer(model))
    if fit and model is not None and found.model is not None:
        model.write_text(found.model.text, encoding="ascii")
    pairs = found.pairs.select(*OUT)
    if out.suffix == ".csv":
        pairs.write_csv(out)
    else:
        pairs.write_parquet(out)
    classes = dict(pairs["match_class"].value_counts().iter_rows())
    return Told(ledger.height, roster.height, pairs.height, classes, found.remarks)


def _scorer(path: Path | None) -> Model:
    if path is None:
        return kept_model()
    try:
        text = path.read_text(encoding="ascii")
        return Model(load(text), text)
    except (OSError, UnicodeDecodeError, ModelUnreadable):
        remedy = "请用 --fit --model 文件 重新生成。"
        raise NotCompared("model.unreadable", f"模型文件读不出来：{path.name}。", remedy) from None


def _read(path: Path, key: str) -> pl.DataFrame:
    """The columns of a file that are compared, as texts. Raises NotCompared."""
    if not path.is_file():
        raise NotCompared("file.not_found", f"没有这个文件：{path}。", "请核对路径。")
    wanted = [key, "household_id", *FIELDS]
    try:
        if path.suffix == ".parquet":
            lazy = pl.scan_parquet(path)
        elif path.suffix == ".csv":
            lazy = pl.scan_csv(path, infer_schema=False, encoding="utf8")
        else:
            remedy = "请给 .csv（UTF-8）或 .parquet 文件。"
            raise NotCompared("file.kind", f"文件格式不认识：{path.name}。", remedy)
        there = [name.removeprefix("\ufeff") for name in lazy.collect_schema().names()]
        if key not in there or not {"name", "id_no"} & set(there):
            remedy = (
                f"请补上 {key} 以及 name、id_no 中至少一列；找到的列是：{'、'.join(there)[:200]}。"
            )
            raise NotCompared("file.columns", f"{path.name} 缺少必需的列。", remedy)
        columns = [pl.col(name).cast(pl.String) for name in wanted if name in there]
        return lazy.rename(lambda name: name.removeprefix("\ufeff")).select(columns).collect()
    except pl.exceptions.PolarsError:
        remedy = "请确认文件完整、编码是 UTF-8，再试一次。"
        raise NotCompared("file.damaged", f"{path.name} 读不出来。", remedy) from None
