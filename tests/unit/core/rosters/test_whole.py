"""What only the whole file shows: people who stand in it twice, households with two heads."""

from leye.core.rosters.values import PersonCells, PlaceCells, RosterRow
from leye.core.rosters.whole import WholeFile
from leye.core.vocabulary import Relation
from tests.made import id_no
from tests.unit.core.rosters.made import RELOCATION, SPELLS


def row(row_no: int, number: str | None, household: str = "", county: str = "150124", **place):
    cells = PlaceCells(county=county, household_no=household, **place)
    return RosterRow("一季度", row_no, PersonCells(id_no=number), cells)


def told(file: WholeFile, *rows: RosterRow) -> list[list[str]]:
    return [[problem.code for problem in file.repeated(one)] for one in rows]


def test_the_second_row_of_a_person_names_the_first():
    file = WholeFile(RELOCATION)
    assert list(file.repeated(row(2, id_no(1)))) == []
    (problem,) = file.repeated(row(5, id_no(1)))
    assert (problem.code, problem.found) == ("file.person_twice", "“一季度”第2行")


def test_rows_without_a_number_repeat_nobody():
    assert told(WholeFile(RELOCATION), row(2, None), row(3, None)) == [[], []]


def test_an_export_of_spells_has_a_person_many_times():
    head = {"household": "h1", "relation": Relation.HEAD}
    rows = (row(2, id_no(1), **head), row(3, id_no(1), **head), row(4, id_no(3), **head))
    assert told(WholeFile(SPELLS), *rows) == [[], [], []]


def test_a_household_with_two_heads_is_told_at_the_second():
    rows = (
        row(2, id_no(1), "h1", relation=Relation.HEAD),
        row(3, id_no(2), "h1", relation=Relation.SPOUSE),
        row(4, id_no(3), "h1", relation=Relation.HEAD),
        row(5, id_no(5), "", relation=Relation.HEAD),
        row(6, id_no(7), "", relation=Relation.HEAD),
    )
    assert told(WholeFile(RELOCATION), *rows) == [[], [], ["file.two_heads"], [], []]


def test_household_numbers_of_two_counties_are_two_households():
    rows = (
        row(2, id_no(1), "h1", "150124", relation=Relation.HEAD),
        row(3, id_no(3), "h1", "150123", relation=Relation.HEAD),
    )
    assert told(WholeFile(RELOCATION), *rows) == [[], []]


def test_reading_a_row_again_repeats_nothing():
    one = row(2, id_no(1), "h1", relation=Relation.HEAD)
    assert told(WholeFile(RELOCATION), one, one) == [[], []]
