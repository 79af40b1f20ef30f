"""The classes of a comparison and the outcomes of a case, as codes with their official words."""

from leye.core.vocabulary import Category


class MatchClass(Category):
    SAME = "same", "一致"
    DIFFERS = "differs", "有差异"
    DOUBTFUL = "doubtful", "疑似"
    ONLY_ROSTER = "only_roster", "仅名册"
    ONLY_LEDGER = "only_ledger", "仅台账"
    TWICE = "twice", "台账重复"
    OWN_WORD = "own_word", "本人反映"


class CaseOutcome(Category):
    CONFIRMED = "confirmed", "台账属实"
    CORRECTED = "corrected", "按名册更正"
    NOT_SAME = "not_same", "不是同一人"
    CANNOT_TELL = "cannot_tell", "无法判断"


class Section(Category):
    """What a roster can tell of a person; each is believed of some departments before others."""

    IDENTITY = "identity", "身份"
    STANDING = "standing", "身份类别"
    EMPLOYMENT = "employment", "就业"
    DEATH = "death", "去世"


# The outcomes among which a case of a class is decided.
OUTCOMES: dict[MatchClass, tuple[CaseOutcome, ...]] = {
    MatchClass.DIFFERS: (
        CaseOutcome.CORRECTED, CaseOutcome.CONFIRMED, CaseOutcome.NOT_SAME, CaseOutcome.CANNOT_TELL,
    ),
    MatchClass.DOUBTFUL: (
        CaseOutcome.CONFIRMED, CaseOutcome.CORRECTED, CaseOutcome.NOT_SAME, CaseOutcome.CANNOT_TELL,
    ),
    MatchClass.ONLY_LEDGER: (
        CaseOutcome.CONFIRMED, CaseOutcome.CORRECTED, CaseOutcome.CANNOT_TELL,
    ),
    MatchClass.TWICE: (
        CaseOutcome.CORRECTED, CaseOutcome.NOT_SAME, CaseOutcome.CANNOT_TELL,
    ),
    MatchClass.OWN_WORD: (
        CaseOutcome.CORRECTED, CaseOutcome.CONFIRMED, CaseOutcome.NOT_SAME, CaseOutcome.CANNOT_TELL,
    ),
}  # fmt: skip
# The same outcome in the words of its class.
SAID: dict[tuple[MatchClass, CaseOutcome], str] = {
    (MatchClass.DIFFERS, CaseOutcome.CORRECTED): "名册属实，更正台账",
    (MatchClass.DIFFERS, CaseOutcome.CONFIRMED): "台账属实，退回名册更正",
    (MatchClass.DOUBTFUL, CaseOutcome.CONFIRMED): "是同一人，台账不改",
    (MatchClass.DOUBTFUL, CaseOutcome.CORRECTED): "是同一人，按名册更正台账",
    (MatchClass.ONLY_LEDGER, CaseOutcome.CONFIRMED): "台账属实，名册漏列",
    (MatchClass.ONLY_LEDGER, CaseOutcome.CORRECTED): "台账有误，更正台账",
    (MatchClass.TWICE, CaseOutcome.CORRECTED): "是同一人，合并",
    (MatchClass.OWN_WORD, CaseOutcome.CORRECTED): "反映属实，台账已更正",
    (MatchClass.OWN_WORD, CaseOutcome.CONFIRMED): "核实过，台账属实",
    (MatchClass.OWN_WORD, CaseOutcome.NOT_SAME): "号码不是本人的，不再使用",
}


def said(of: MatchClass, outcome: CaseOutcome) -> str:
    """An outcome in the words that its class uses."""
    return SAID.get((of, outcome), outcome.label)
