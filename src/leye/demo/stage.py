"""What a room's part of the demo is given: the region as it was made so far."""

from dataclasses import dataclass
from pathlib import Path

from leye.core.places.tree import Tree
from leye.demo.counties import Plan

BY = "demo"


@dataclass(frozen=True, slots=True)
class Stage:
    """home: LEYE_HOME. plans: a county each, with its sites. scale: 1 is the region's real size."""

    home: Path
    tree: Tree
    plans: tuple[Plan, ...]
    scale: float
    seed: int
