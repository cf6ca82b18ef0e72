"""One open township: what is drafted, what is published, and the few ways in which either changes."""

from gridmap.session.ahead import BROUGHT
from gridmap.session.reading import FIRST_TABLES
from gridmap.session.session import Session
from gridmap.session.state import State

__all__ = ["BROUGHT", "FIRST_TABLES", "Session", "State"]
