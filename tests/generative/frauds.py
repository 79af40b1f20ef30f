"""Ways of getting money that is not due, each planted into a made-up world: returns what the checks must say of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bench.made_claims import World, course, day, hired, months, spell
from leye.core.local_jobs.spells import Span
from leye.core.periods import Month, birthday, months_after
from leye.core.subsidies.claims import Claim

Fraud = Callable[[World], str]  # plants it; returns the code that one of its claims must get


def changed(world: World, claim: Claim, **more: object) -> None:
    """A claim with something else in it than was first written."""
    world.claims[claim.key - 1] = replace(claim, **more)


def newly(world: World) -> tuple[int, str, dt.date]:
    """A person, a firm and the day on which he is taken on, with the spell that belongs to it."""
    person, firm, on = world.person(), world.firm(), day(world.rng.randint(1, 6), 10)
    world.works(person, spell(firm, on))
    return person, firm, on


def the_same_person_by_two_firms(world):
    person, one, other = world.person(), world.firm(), world.firm()
    for firm in (one, other):
        hired(world, person, firm, day(3, 10))
    return "twice"


def the_same_person_in_two_counties(world):
    person, firm, on = newly(world)
    first = hired(world, person, firm, on)
    changed(world, hired(world, person, world.firm(), on), county="150221" if first.county != "150221" else "150124")  # fmt: skip
    return "twice"


def an_application_sent_twice(world):
    person, firm, _ = newly(world)
    for _ in range(2):
        months(world, "insurance", person, firm, 7, 9)
    return "twice"


def one_month_in_two_applications(world):
    person, firm, _ = newly(world)
    months(world, "on_job_training", person, firm, 7, 9)
    months(world, "on_job_training", person, firm, 9, 10)
    return "twice"


def one_person_trained_by_two_employers(world):
    person, one, other = world.person(), world.firm(), world.firm()
    months(world, "on_job_training", person, one, 2, 4)
    months(world, "on_job_training", person, other, 3, 5)
    return "twice"


def taken_on_again_for_the_award_of_the_same_year(world):
    person, firm, shop = world.person(), world.firm(), world.workshop()
    months(world, "workshop_award", person, firm, 1, 3, workshop=shop)
    months(world, "workshop_award", person, firm, 7, 9, workshop=shop)
    return "twice"


def two_agencies_for_one_placement(world):
    person, employer = world.person(), world.firm()
    for _ in range(2):
        world.claim(
            "agency_fee", person, world.firm(), employer=employer, hired_on=day(3), start=day(3), end=day(4),
            applied_on=day(6),
        )  # fmt: skip
    return "twice"


def the_allowance_for_searching_a_second_time_years_later(world):
    person = world.person()
    for year in (2019, 2021):
        start = dt.date(year, 3, 1)
        world.claim("job_search", person, start=start, end=months_after(start, 1), applied_on=months_after(start, 3))  # fmt: skip
    return "twice"


def the_same_trade_trained_again(world):
    person, school = world.person(), world.firm()
    course(world, "training", person, school, 2, "焊工")
    course(world, "training", person, school, 8, "焊工")
    return "same_course"


def a_third_course_in_a_year(world):
    person, school = world.person(), world.firm()
    for month, trade in ((2, "焊工"), (5, "砌筑工"), (9, "养老护理员")):
        course(world, "training", person, school, month, trade)
    return "too_often"


def seven_months_in_two_parts(world):
    person, firm, _ = newly(world)
    months(world, "on_job_training", person, firm, 7, 9)
    months(world, "on_job_training", person, firm, 10, 12)
    start = dt.date(2022, 1, 1)
    world.claim("on_job_training", person, firm, start=start, end=months_after(start, 1), applied_on=months_after(start, 1))  # fmt: skip
    return "too_many_months"


def a_post_and_a_trip_to_beijing(world):
    person = world.person()
    months(world, "post", person, world.firm(), 1, 6)
    world.claim("transport", person, start=day(3), end=day(4), applied_on=day(7), place="110105")
    return "excluded"


def a_post_and_taken_on_by_a_firm(world):
    person, firm, on = newly(world)
    months(world, "post", person, world.firm(), on.month, on.month + 2)
    hired(world, person, firm, on)
    return "excluded"


def trained_in_school_and_at_work_at_once(world):
    person, firm, _ = newly(world)
    months(world, "on_job_training", person, firm, 7, 9)
    course(world, "training", person, world.firm(), 8, "焊工")
    return "excluded"


def a_wage_and_a_living_allowance(world):
    person, firm, _ = newly(world)
    months(world, "on_job_training", person, firm, 7, 9)
    course(world, "living", person, world.firm(), 8, "焊工")
    return "excluded"


def insured_by_one_firm_and_trained_by_another(world):
    person, one, other = world.person(), world.firm(), world.firm()
    months(world, "insurance", person, one, 1, 6)
    months(world, "on_job_training", person, other, 2, 5)
    return "two_firms"


def insured_elsewhere_all_the_time(world):
    person, firm, on = newly(world)
    world.works(person, spell(world.firm(), dt.date(2019, 1, 1)))
    hired(world, person, firm, on)
    return "insured_elsewhere"


def at_work_elsewhere_by_the_ledger(world):
    person, firm, _ = newly(world)
    world.works(person, spell(world.firm(), dt.date(2019, 1, 1), is_insured=None, source="台账"))
    months(world, "on_job_training", person, firm, 7, 9)
    return "works_elsewhere"


def two_posts_at_once(world):
    person, unit = world.person(), world.firm()
    world.works(person, spell(world.firm(), day(1), kind="public_post", is_insured=False))
    months(world, "post", person, unit, 1, 6)
    return "two_posts"


def a_post_held_from_beijing(world):
    person, unit = world.person(), world.firm()
    world.works(person, spell(world.firm(), day(1), place="110105"))
    months(world, "post", person, unit, 1, 6)
    return "post_and_away"


def dismissed_and_taken_on_again(world):
    person, firm, on = newly(world)
    world.works(
        person, spell(firm, dt.date(2019, 1, 1), months_after(on, -world.rng.randint(0, 5)))
    )
    hired(world, person, firm, on)
    return "same_firm_before"


def an_old_hand_told_as_new(world):
    person, firm = world.person(), world.firm()
    world.works(person, spell(firm, dt.date(2018, 1, 1)))
    hired(world, person, firm, day(4, 10))
    return "same_firm_before"


def an_old_hand_by_its_own_earlier_claim(world):
    person, firm = world.person(), world.firm()
    months(world, "insurance", person, firm, 1, 3)
    hired(world, person, firm, day(5, 10))
    return "same_firm_before"


def handed_to_a_sister_firm(world):
    person, firm = world.person(), world.firm()
    sister = world.firm(account=world.firms[firm].account)
    world.works(person, spell(sister, dt.date(2019, 1, 1), day(3, 1)), spell(firm, day(3, 10)))
    changed(world, hired(world, person, firm, day(3, 10)), account=f"own-{firm}")
    return "kin_firm_before"


def a_child_of_fifteen(world):
    person, firm, on = newly(world)
    born = months_after(on, -16 * 12 + world.rng.randint(1, 6))
    world.persons[person] = replace(world.persons[person], birth_date=born)
    hired(world, person, firm, on)
    return "under_age"


def a_contract_from_before_sixteen(world):
    person, firm, on = newly(world)
    born = months_after(on, -16 * 12 - 1)
    world.persons[person] = replace(world.persons[person], birth_date=born)
    changed(world, hired(world, person, firm, on), contract_from=birthday(born, 16) - dt.timedelta(days=1))  # fmt: skip
    return "under_age"


def a_pensioner(world):
    person, firm, on = newly(world)
    world.persons[person] = replace(world.persons[person], birth_date=dt.date(1955, 1, 1))
    hired(world, person, firm, on)
    return "over_age"


def taken_on_after_death(world):
    person, firm, on = newly(world)
    world.persons[person] = replace(world.persons[person], died_on=on - dt.timedelta(days=30))
    hired(world, person, firm, on)
    return "dead"


def months_after_death(world):
    person, unit = world.person(died_on=day(3, 20)), world.firm()
    months(world, "post", person, unit, 1, 6)
    return "dead"


def moved_away_long_ago(world):
    person, firm, on = newly(world)
    left = (Span(dt.date(2018, 10, 1), dt.date(2020, 1, 1)),)
    world.persons[person] = replace(world.persons[person], settled=left)
    hired(world, person, firm, on)
    return "moved"


def somebody_invented(world):
    person, firm, on = newly(world)
    invented = 10_000_000 + person
    hired(world, invented, firm, on)
    return "not_in_ledger"


def months_after_leaving(world):
    person, firm = world.person(), world.firm()
    world.works(person, spell(firm, day(1), day(3, 15)))
    months(world, "on_job_training", person, firm, 2, 5)
    return "left_before"


def months_that_have_not_come(world):
    person, firm, _ = newly(world)
    months(world, "insurance", person, firm, 7, 12, applied_on=day(9, 1))
    return "not_yet"


def more_days_than_the_month_has(world):
    person, unit = world.person(), world.firm()
    months(world, "post", person, unit, 2, 2, days={Month(2021, 2): Decimal(29)})
    return "too_many_days"


def fifty_days_in_a_month_of_two_firms(world):
    person, one, other = world.person(), world.firm(), world.firm()
    for kind, firm in (("on_job_training", one), ("workshop_award", other)):
        months(world, kind, person, firm, 3, 3, days={Month(2021, 3): Decimal(25)})
    return "too_many_days"


def a_workshop_that_stood_still(world):
    person, firm, shop = world.person(), world.firm(), world.workshop(ran=4)
    months(world, "workshop_award", person, firm, 3, 6, workshop=shop)
    return "workshop_idle"


def a_workshop_no_longer_recognised(world):
    person, firm, shop = world.person(), world.firm(), world.workshop()
    world.workshops[shop] = replace(world.workshops[shop], recognised=(Span(dt.date(2019, 1, 1), day(2)),))  # fmt: skip
    months(world, "workshop_award", person, firm, 3, 6, workshop=shop)
    return "workshop_unrecognised"


def _placed(world: World, person: int, agency: str, employer: str) -> Claim:
    return world.claim(
        "agency_fee", person, agency, employer=employer, hired_on=day(3), start=day(3), end=day(4),
        applied_on=day(6),
    )  # fmt: skip


def a_firm_that_is_its_own_agent(world):
    firm = world.firm()
    _placed(world, world.person(), firm, firm)
    return "own_agent"


def an_agency_with_the_firms_telephone(world):
    employer = world.firm()
    agency = world.firm(phone=world.firms[employer].phone)
    _placed(world, world.person(), agency, employer)
    return "kin_agent"


def in_class_while_in_beijing(world):
    person = world.person()
    world.works(person, spell(world.firm(), day(1), place="110105"))
    course(world, "training", person, world.firm(), 5, "焊工")
    return "course_while_away"


def one_account_for_five_households(world):
    account = f"gathered-{len(world.claims)}"
    for _ in range(5):
        claim = course(world, "living", world.person(), world.firm(), 5, "焊工")
        changed(world, claim, account=account)
    return "shared_account"


def three_of_a_household_on_one_account(world):
    first = world.person()
    others = [world.person(household=world.persons[first].household) for _ in range(2)]
    for person in (first, *others):
        changed(world, course(world, "living", person, world.firm(), 5, "焊工"), account=f"a{first}")  # fmt: skip
    return "shared_account"


def the_allowance_into_the_schools_account(world):
    school = world.firm()
    changed(world, course(world, "living", world.person(), school, 5, "焊工"), account=f"a-{school}")  # fmt: skip
    return "paid_to_firm"


def two_firms_of_one_account(world):
    account = f"both-{len(world.claims)}"
    for _ in range(2):
        person, firm, on = newly(world)
        changed(world, hired(world, person, firm, on), account=account)
    return "firms_share_account"


def one_telephone_for_eight_people(world):
    phone = f"broker-{len(world.claims)}"
    for _ in range(8):
        person, firm, on = newly(world)
        changed(world, hired(world, person, firm, on), phone=phone)
    return "shared_phone"


def the_firms_telephone_as_the_workers(world):
    person, firm, on = newly(world)
    changed(world, hired(world, person, firm, on), phone=world.firms[firm].phone)
    return "phone_of_firm"


def one_number_for_two_persons(world):
    number = f"same-{len(world.claims)}"
    for _ in range(2):
        person, firm, on = newly(world)
        changed(world, hired(world, person, firm, on), number=number)
    return "same_number"


def one_payroll_for_two_firms(world):
    paper = frozenset({f"paper-{len(world.claims)}"})
    for _ in range(2):
        person, firm, on = newly(world)
        changed(world, hired(world, person, firm, on), papers=paper)
    return "paper_twice"


FRAUDS: tuple[Fraud, ...] = (
    the_same_person_by_two_firms, the_same_person_in_two_counties, an_application_sent_twice,
    one_month_in_two_applications, one_person_trained_by_two_employers,
    taken_on_again_for_the_award_of_the_same_year, two_agencies_for_one_placement,
    the_allowance_for_searching_a_second_time_years_later, the_same_trade_trained_again,
    a_third_course_in_a_year, seven_months_in_two_parts, a_post_and_a_trip_to_beijing,
    a_post_and_taken_on_by_a_firm, trained_in_school_and_at_work_at_once, a_wage_and_a_living_allowance,
    insured_by_one_firm_and_trained_by_another, insured_elsewhere_all_the_time, at_work_elsewhere_by_the_ledger,
    two_posts_at_once, a_post_held_from_beijing, dismissed_and_taken_on_again, an_old_hand_told_as_new,
    an_old_hand_by_its_own_earlier_claim, handed_to_a_sister_firm, a_child_of_fifteen,
    a_contract_from_before_sixteen, a_pensioner, taken_on_after_death, months_after_death, moved_away_long_ago,
    somebody_invented, months_after_leaving, months_that_have_not_come, more_days_than_the_month_has,
    fifty_days_in_a_month_of_two_firms, a_workshop_that_stood_still, a_workshop_no_longer_recognised,
    a_firm_that_is_its_own_agent, an_agency_with_the_firms_telephone, in_class_while_in_beijing,
    one_account_for_five_households, three_of_a_household_on_one_account, the_allowance_into_the_schools_account,
    two_firms_of_one_account, one_telephone_for_eight_people, the_firms_telephone_as_the_workers,
    one_number_for_two_persons, one_payroll_for_two_firms,
)  # fmt: skip
