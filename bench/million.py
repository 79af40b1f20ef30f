"""A million people and two hundred thousand vacancies shared out, with the proof."""

import resource

from bench.matching import Cpu, made
from bench.measured import Section
from leye.core.matching.share import share


def measure(scale: float) -> Section:
    people, vacancies = round(1_000_000 * scale), round(200_000 * scale)
    section = Section(f"Vacancies shared out, {people:,} × {vacancies:,}")
    share(made(50, 30))
    instance = made(people, vacancies)
    with Cpu() as cpu:
        shared = share(instance, step=12, stored=128)
    section.add("CPU, candidates and proof included", cpu.seconds, "s", 80)
    section.add("proven gap", shared.gap * 100, "%", 0.005)
    section.add("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, "GB", 4)
    return section
