"""docs/trips printed from the tests that hold each trip: `python -m tests.trips` writes the lists anew."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
TRIPS = ROOT / "docs" / "trips"
MARK = "<!-- From here on printed by `python -m tests.trips` -->"
HELD_BY = {
    "subsidy_rules": (
        "tests/spec/test_subsidy_situations.py",
        "tests/unit/core/rules/test_findings.py",
        "tests/unit/core/subsidies/test_checks.py",
        "tests/generative/test_frauds.py",
        "tests/integration/test_subsidy_checks.py",
        "tests/functional/test_rule_pages.py",
    ),
    "intake": ("tests/integration/test_intake.py", "tests/functional/test_roster_pages.py"),
    "comparing": (
        "tests/integration/test_comparing.py",
        "tests/unit/core/linkage/test_comparing.py",
        "tests/functional/test_comparison_pages.py",
    ),
    "vacancies": (
        "tests/integration/test_vacancies.py",
        "tests/integration/test_races.py",
        "tests/unit/core/vacancies/test_wording.py",
        "tests/functional/test_vacancy_pages.py",
    ),
    "matching": (
        "tests/integration/test_matching.py",
        "tests/generative/test_sharing_out.py",
        "tests/unit/core/matching/test_live.py",
        "tests/functional/test_matching_pages.py",
    ),
    "promises": (
        "tests/unit/core/guarantees/test_promises.py",
        "tests/integration/test_promises.py",
    ),
    "returns": (
        "tests/integration/test_returns.py",
        "tests/integration/test_explaining.py",
        "tests/generative/test_explaining.py",
        "tests/integration/test_reported_files.py",
        "tests/integration/test_twelve_months.py",
        "tests/integration/test_twelve_months_region.py",
        "tests/integration/test_site_parts.py",
        "tests/integration/test_return_bad_input.py",
        "tests/integration/test_return_beside.py",
        "tests/spec/test_person_checks.py",
        "tests/integration/test_return_races.py",
        "tests/integration/test_merged_people.py",
        "tests/integration/test_returns_api.py",
        "tests/functional/test_return_pages.py",
        "tests/functional/test_return_browser.py",
    ),
    "outreach": (
        "tests/unit/core/messages/test_messages.py",
        "tests/unit/gateways/test_channels.py",
        "tests/integration/test_outbox.py",
        "tests/integration/test_rounds.py",
        "tests/integration/test_outreach_words.py",
        "tests/integration/test_written_down.py",
        "tests/integration/test_subscription_receipts.py",
        "tests/integration/test_reaching.py",
        "tests/integration/test_killed_senders.py",
        "tests/functional/test_outreach_pages.py",
    ),
    "boards": (
        "tests/unit/core/boards/test_shares.py",
        "tests/unit/core/boards/test_drawing.py",
        "tests/integration/test_boards.py",
        "tests/integration/test_figures_api.py",
    ),
    "summary": (
        "tests/unit/core/letters/test_checking.py",
        "tests/unit/gateways/test_letters.py",
        "tests/integration/test_summary.py",
    ),
    "stories": ("tests/integration/test_stories.py",),
    "duties": ("tests/integration/test_duties.py",),
    "public": (
        "tests/unit/core/boards/test_suppression.py",
        "tests/generative/test_subtracting.py",
        "tests/integration/test_public_figures.py",
    ),
    "journeys": (
        "tests/generative/test_journeys.py",
        "tests/integration/test_journeys.py",
        "tests/integration/test_journey_money.py",
        "tests/integration/test_journey_fleet.py",
        "tests/functional/test_journey_pages.py",
        "tests/functional/test_journey_trip.py",
    ),
    "local_jobs": (
        "tests/integration/test_local_jobs.py",
        "tests/integration/test_pay_lists.py",
        "tests/integration/test_post_races.py",
        "tests/unit/core/local_jobs/test_spells.py",
        "tests/unit/core/local_jobs/test_terms.py",
        "tests/unit/core/local_jobs/test_pay_rows.py",
        "tests/functional/test_local_job_pages.py",
        "tests/functional/test_local_jobs_browser.py",
    ),
    "pairing": (
        "tests/unit/core/pairing/test_sheet.py",
        "tests/unit/core/pairing/test_stays.py",
        "tests/integration/test_pairing.py",
        "tests/functional/test_pairing_pages.py",
    ),
    "subsidies": (
        "tests/integration/test_subsidies.py",
        "tests/integration/test_payments.py",
        "tests/integration/test_subsidy_races.py",
        "tests/unit/core/payments/test_ways.py",
        "tests/functional/test_subsidy_pages.py",
    ),
    "service": (
        "tests/integration/test_training.py",
        "tests/integration/test_completion_lists.py",
        "tests/integration/test_stations.py",
        "tests/integration/test_visits.py",
        "tests/integration/test_visit_lists.py",
        "tests/unit/core/visits/test_merging.py",
        "tests/functional/test_training_pages.py",
        "tests/functional/test_lesson_films.py",
        "tests/integration/test_training_races.py",
        "tests/integration/test_training_subsidy.py",
        "tests/functional/test_training_browser.py",
        "tests/functional/test_offline_browser.py",
    ),
    "reporting": (
        "tests/spec/test_annex_columns.py",
        "tests/spec/test_knowing.py",
        "tests/spec/test_printed_rows.py",
    ),
}


def printed(trip: str) -> str:
    """The trip's page with its list of tests as they are now."""
    told = (TRIPS / f"{trip}.md").read_text(encoding="utf-8").partition(MARK)[0].rstrip()
    parts = [told, "", MARK, "", "## What the tests hold"]
    for name in HELD_BY[trip]:
        module = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        parts += ["", f"`{name}`: {ast.get_docstring(module)}", ""]
        parts += [f"- {sentence}" for sentence in _sentences(module)]
    return "\n".join(parts) + "\n"


def _sentences(module: ast.Module) -> list[str]:
    names = [n.name for n in module.body if isinstance(n, ast.FunctionDef)]
    return [n.removeprefix("test_").replace("_", " ") for n in names if n.startswith("test_")]


if __name__ == "__main__":
    for each in HELD_BY:
        page = printed(each)
        (TRIPS / f"{each}.md").write_text(page, encoding="utf-8")
