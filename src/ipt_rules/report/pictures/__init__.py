"""Drawings: who is near, what happened when, how scores went, what speaks for an area."""

from ipt_rules.report.pictures.arguments import arguments
from ipt_rules.report.pictures.closeness import closeness_circle
from ipt_rules.report.pictures.picture import Picture
from ipt_rules.report.pictures.timeline import timeline
from ipt_rules.report.pictures.trajectory import trajectory

__all__ = ["Picture", "closeness_circle", "timeline", "trajectory", "arguments"]
