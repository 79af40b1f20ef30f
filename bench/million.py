"""A million people of 22 provinces and two hundred thousand vacancies shared out, with the proof."""

import resource

from bench.matching import Cpu, made
from bench.measured import Section
from leye.core.matching.share import share


def measure(scale: float) -> Section:
    people, vacancies = round(1_000_000 * scale), round(200_000 * scale)
    section = Section(f"Vacancies shared out, {people:,} × {vacancies:,}")
    share(made(50, 30))
    instance = made(people, vacancies, provinces=22)
    with Cpu() as cpu:
        shared = share(instance, step=12, stored=128)
    section.add("CPU, candidates and proof included", cpu.seconds, "s", 80)
    section.add("proven gap", shared.gap * 100, "%", 0.005)
    section.add("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, "GB", 4)
    section.notes.append(
        f"22 provinces, a seventh of the places in Beijing; step 12, 128 candidates at hand: {shared.slots:,} slots, "
        f"{shared.bids:,} bids, {shared.rescans:,} rescans."
    )
    return section
