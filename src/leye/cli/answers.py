"""What a command comes to: (exit status, values for JSON, text), or a refusal."""

from leye.core.problems import Problem

Told = tuple[int, object, str]


class Refused(Exception):
    """What was asked cannot be done; says why, for people and for programs."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.told = {"code": problem.code, "message": problem.message, "remedy": problem.remedy}
        self.text = f"{problem.message}{problem.remedy}"
