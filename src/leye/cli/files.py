"""Commands that work on files alone."""

import argparse
from collections.abc import Callable
from dataclasses import asdict

from leye.cli.answers import Told
from leye.core.problems import Problem
from leye.gateways import clock
from leye.trips.comparisons import comparing_files
from leye.trips.matching import matching_files, matching_frames


def compare(given: argparse.Namespace) -> Told:
    """Compare a roster with a ledger; (exit status, values for JSON, text)."""
    try:
        told = comparing_files.compare_files(
            given.left, given.right, given.out, fit=given.fit, model=given.model
        )
    except comparing_files.NotCompared as refused:
        return _refused(refused.problem)
    classes = "、".join(f"{name} {many}" for name, many in sorted(told.classes.items()))
    lines = [
        f"台账 {told.left} 人，名册 {told.right} 行：{classes or '没有对应的人'}。",
        *told.remarks,
    ]
    return 0, asdict(told), "\n".join(lines)


def match(given: argparse.Namespace) -> Told:
    """Share vacancies out; exit 1 where somebody has fewer than is promised."""
    try:
        told = matching_files.match_files(given.people, given.vacancies, given.out, clock.today())
    except matching_frames.NotMatched as refused:
        return _refused(refused.problem)
    lines = [
        f"有意愿 {told.people} 人，岗位 {told.vacancies} 个：{told.served} 人各有三个以上，{told.short} 人不足三个。",
        f"推荐 {told.slots} 条；与最优总值的差距不超过 {told.gap:.6%}。",
        *told.remarks,
    ]
    return (1 if told.short else 0), asdict(told), "\n".join(lines)


def _refused(problem: Problem) -> Told:
    said = {"code": problem.code, "message": problem.message, "remedy": problem.remedy}
    return 2, said, f"{problem.message}{problem.remedy}"


RUN: dict[str, Callable[[argparse.Namespace], Told]] = {"compare": compare, "match": match}
