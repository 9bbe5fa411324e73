"""What becomes of the index when a build is killed or meets others, the disk fails, or files are damaged."""

from __future__ import annotations

from eval.trust.fault_builds import build_rows
from eval.trust.fault_damage import damage_rows
from eval.trust.fault_disk import disk_rows
from eval.trust.fault_models import model_rows
from eval.trust.row import Row, Size


def rows(size: Size) -> list[Row]:
    """The promises of this kind, measured."""
    return [*build_rows(size), *disk_rows(size), *damage_rows(size), *model_rows(size)]
