"""Bitmaps over the vacancies: which can be taken at an age, with what somebody can and knows, with his licences.

One bitmap stands for all people who are alike in that; what suits a person is the AND of three rows.
"""

import numpy as np
from numpy.typing import NDArray

from leye.core.matching.data import LOWEST_AGE, UNKNOWN, Instance, Ints, Person, Vacancy

WISHED = [Person.WISHED_PAY, Person.SCHOOLING, Person.SEASON]
OFFERED = [Vacancy.PAY, Vacancy.SCHOOLING, Vacancy.SEASON]
Bits = NDArray[np.uint64]
Index = tuple[NDArray[np.int32], Bits, Bits, Bits, Ints, NDArray[np.int32], Bits, Ints, Ints]


def index_of(instance: Instance, only: int | None = None) -> Index:
    """(rows (n, 6) of a person in the tables; ages, abilities, licences (rows, words); points of pay, schooling
    and season by what is wished and what is offered; the column of each vacancy among these; trades (rows, words); spans (n, 6) of the own county, league and region
    among the vacancies; the most of those points by wish). only: one person, whose rows alone are made.
    """
    people = instance.people if only is None else instance.people[only : only + 1]
    offers = instance.vacancies
    is_open = offers[Vacancy.OPENINGS] > 0

    ages, age_rows = np.unique(people[:, Person.AGE], return_inverse=True)
    of_age = [
        is_open & (offers[Vacancy.YOUNGEST] <= age) & (offers[Vacancy.OLDEST] >= age)
        if age >= LOWEST_AGE
        else np.zeros(len(is_open), dtype=np.bool_)
        for age in ages
    ]
    columns = people[:, [Person.CAPACITY, Person.SCHOOLING, Person.LANGUAGES, Person.HEALTH]]
    kinds, kind_rows = np.unique(columns, axis=0, return_inverse=True)
    able = [_able(offers, *kind) for kind in kinds.tolist()]
    held, held_rows = np.unique(people[:, Person.LICENCES], return_inverse=True)
    licensed = [(offers[Vacancy.LICENCES] & ~licences) == 0 for licences in held]
    wishes, wish_rows = np.unique(_packed_in(people[:, WISHED].T), return_inverse=True)
    terms, term_rows = np.unique(_packed_in(offers[OFFERED]), return_inverse=True)
    paid = _paid(wishes, terms, instance)

    both = people[:, [Person.TRADE, Person.TRAINED]]
    trades, trade_rows = np.unique(both, return_inverse=True)
    of_trade = [(offers[Vacancy.TRADE] == trade) & (trade != UNKNOWN) for trade in trades]
    own = trade_rows.reshape(both.shape)

    places = [age_rows, kind_rows.ravel(), held_rows, wish_rows, own[:, 0], own[:, 1]]
    rows, spans = np.stack(places, axis=1).astype(np.int32), _spans(people, offers)
    if only is not None:  # so that the person stands at his own place
        rows, spans = np.repeat(rows, only + 1, axis=0), np.repeat(spans, only + 1, axis=0)
    return (
        rows, _packed(of_age), _packed(able), _packed(licensed), paid, term_rows.astype(np.int32),
        _packed(of_trade), spans, paid.max(axis=1, initial=0),
    )  # fmt: skip


def _spans(people: Ints, offers: Ints) -> Ints:
    """(n, 6): from where to where the vacancies of a person's county, league and region stand; 0, 0 for none."""
    m = offers.shape[1]
    found = np.zeros((len(people), 6), dtype=np.int64)
    for place, (column, where) in enumerate((
        (Person.COUNTY, Vacancy.COUNTY), (Person.LEAGUE, Vacancy.LEAGUE), (Person.REGION, Vacancy.REGION)
    )):  # fmt: skip
        codes, first = np.unique(offers[where], return_index=True)
        last = m - np.unique(offers[where][::-1], return_index=True)[1]
        at = np.minimum(np.searchsorted(codes, people[:, column]), max(len(codes) - 1, 0))
        is_there = codes[at] == people[:, column] if len(codes) else np.zeros(len(people), np.bool_)
        found[is_there, 2 * place] = first[at[is_there]]
        found[is_there, 2 * place + 1] = last[at[is_there]]
    return found


def _able(
    offers: Ints, capacity: int, schooling: int, languages: int, health: int
) -> NDArray[np.bool_]:
    fits: NDArray[np.bool_] = offers[Vacancy.NEEDS_CAPACITY] <= (1 if capacity == 1 else 2)
    if schooling > 0:
        fits = fits & (offers[Vacancy.SCHOOLING] <= schooling)
    if languages:
        fits = fits & ((offers[Vacancy.LANGUAGES] & ~languages) == 0)
    if health == 2:
        fits = fits & (offers[Vacancy.NEEDS_HEALTH] == 0)
    return fits


def _packed_in(columns: Ints) -> Ints:
    """Pay, schooling and season in one number, so that equal ones are found fast."""
    found: Ints = (columns[0] * 8 + columns[1]) * 4 + columns[2]
    return found


def _paid(wishes: Ints, terms: Ints, instance: Instance) -> Ints:
    """(wishes, terms): points of the pay beside the wish, half of them where either is not known; of just the
    schooling that is asked for; of the season that is wished."""
    wish, wished_schooling, wished_season = (part[:, None] for part in _unpacked(wishes))
    pay, schooling, season = (part[None, :] for part in _unpacked(terms))
    policy = instance.policy
    told = policy.pay * np.minimum(pay, 2 * wish) // np.maximum(2 * wish, 1)
    told = np.where((wish > 0) & (pay > 0), told, policy.pay // 2)
    told += policy.schooling * ((wished_schooling > 0) & (wished_schooling == schooling))
    told += policy.season * ((wished_season > 0) & (wished_season == season))
    found: Ints = told
    return found


def _unpacked(packed: Ints) -> tuple[Ints, Ints, Ints]:
    return packed // 32, packed // 4 % 8, packed % 4


def _packed(rows: list[NDArray[np.bool_]]) -> Bits:
    """Rows of truth values as rows of words; vacancy j is bit j mod 64 of word j / 64."""
    grid = np.array(rows, dtype=np.bool_)
    words = -(-grid.shape[1] // 64)
    padded = np.zeros((len(grid), words * 64), dtype=np.bool_)
    padded[:, : grid.shape[1]] = grid
    return np.packbits(padded, axis=1, bitorder="little").view(np.uint64)
