"""Elders and visits at the desk: the silence radar, who is due, today's round."""

from gridmap.screens.desk.visits.panel import VisitsPanel

__all__ = ["VisitsPanel"]
