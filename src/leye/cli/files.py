"""Commands that work on files alone."""

import argparse
from dataclasses import asdict

from leye.trips import comparing_files


def compare(given: argparse.Namespace) -> tuple[int, object, str]:
    """Compare a roster with a ledger; (exit status, values for JSON, text)."""
    try:
        told = comparing_files.compare_files(
            given.left, given.right, given.out, fit=given.fit, model=given.model
        )
    except comparing_files.NotCompared as refused:
        problem = refused.problem
        said = {"code": problem.code, "message": problem.message, "remedy": problem.remedy}
        return 2, said, f"{problem.message}{problem.remedy}"
    classes = "、".join(f"{name} {many}" for name, many in sorted(told.classes.items()))
    lines = [
        f"台账 {told.left} 人，名册 {told.right} 行：{classes or '没有对应的人'}。",
        *told.remarks,
    ]
    return 0, asdict(told), "\n".join(lines)
