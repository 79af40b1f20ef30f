"""Who may see and do what, where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.scope import (
    GRANTS,
    NAMED,
    OWN_TO_HRSS,
    Capability,
    Department,
    OutOfScope,
    Role,
    Scope,
    prefix,
)

UNITS = st.sampled_from(["150000", "150100", "150124", "159900", "152900"])
CODES = st.from_regex(r"1[45]\d{4}|16\d{4}|1501\d{2}(\d{3})?", fullmatch=True)


@pytest.mark.parametrize(
    ("unit", "digits"), [("150000", "15"), ("150100", "1501"), ("150124", "150124")]
)
def test_codes_under_a_unit_share_its_first_digits(unit, digits):
    assert prefix(unit) == digits


@pytest.mark.parametrize("unit", ["", "15", "15012", "1501240", "15012a", "１５０１２４", "150 24"])
def test_what_is_no_division_code_is_refused(unit):
    with pytest.raises(ValueError, match="not a division code"):
        prefix(unit)


@given(UNITS, CODES)
def test_a_range_of_codes_says_the_same_as_the_prefix(unit, code):
    scope = Scope("a", unit, Role.CLERK)
    low, high = scope.code_range
    assert (low <= code < high) is scope.covers(code)


def test_a_county_sees_its_towns_and_not_its_neighbour():
    county = Scope("a", "150124", Role.CLERK)
    assert county.covers("150124100")
    assert not county.covers("150123")
    assert not county.covers("150100")


def test_a_county_sees_what_it_took_in_and_its_neighbour_does_not():
    recodes = (("150123", "150124"), ("152221", "150221"))
    heir = Scope("a", "150124", Role.CLERK, recodes=recodes)
    assert heir.taken_in == ("150123",)
    assert heir.covers("150123100")
    assert not heir.covers("152221")
    assert not Scope("a", "150121", Role.CLERK, recodes=recodes).covers("150123")
    league = Scope("a", "150200", Role.CLERK, recodes=recodes)
    assert league.covers("152221")  # from another league
    assert league.narrowed("150221").taken_in == ("152221",)
    assert Scope("a", "150100", Role.CLERK, recodes=recodes).taken_in == ()


def test_a_league_looks_at_one_of_its_counties_with_the_same_rights():
    league = Scope("a", "150100", Role.APPROVER, Department.POVERTY, 7)
    county = league.narrowed("150124")
    assert county == Scope("a", "150124", Role.APPROVER, Department.POVERTY, 7)
    assert league.narrowed("150100") == league


@pytest.mark.parametrize("unit", ["150200", "150000", "150224"])
def test_nobody_narrows_to_what_lies_outside(unit):
    with pytest.raises(OutOfScope):
        Scope("a", "150100", Role.CLERK).narrowed(unit)


def test_every_role_is_granted_its_figures_and_has_a_name():
    assert set(GRANTS) == set(Role)
    officials = {role: granted for role, granted in GRANTS.items() if role is not Role.EMPLOYER}
    assert all(Capability.READ_FIGURES in granted for granted in officials.values())
    assert GRANTS[Role.EMPLOYER] == {
        Capability.APPLY_FOR_SUBSIDY
    }  # its own applications, no figures
    assert len({role.label for role in Role}) == len(Role)
    assert Role.CLERK.label == "经办人员"


def test_departments_have_names():
    assert [d.label for d in Department] == ["人社", "发改", "工信", "扶贫"]


def test_every_capability_is_somebodys():
    assert frozenset().union(*GRANTS.values()) == set(Capability)


@pytest.mark.parametrize("department", [Department.NDRC, Department.INDUSTRY])
@pytest.mark.parametrize("role", list(Role))
def test_departments_that_see_figures_only_never_see_a_name(department, role):
    scope = Scope("a", "150124", role, department)
    assert not any(scope.may(capability) for capability in NAMED)
    assert scope.may(Capability.READ_FIGURES) is (role is not Role.EMPLOYER)


@pytest.mark.parametrize("department", list(Department))
@pytest.mark.parametrize("role", list(Role))
def test_only_hrss_prepares_returns_and_approves(department, role):
    scope = Scope("a", "150124", role, department)
    own = {one for one in OWN_TO_HRSS if scope.may(one)}
    assert own == (OWN_TO_HRSS & GRANTS[role] if department is Department.HRSS else set())


def test_nobody_both_uploads_and_approves():
    for role in Role:
        scope = Scope("a", "150124", role)
        assert not (scope.may(Capability.UPLOAD_ROSTER) and scope.may(Capability.APPROVE))


def test_administrators_and_auditors_see_no_names():
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.READER):
        assert not Scope("a", "150000", role).may(Capability.READ_PEOPLE)
