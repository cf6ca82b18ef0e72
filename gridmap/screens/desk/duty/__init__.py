"""The duty officer's part of the desk: alarms with their keys, incidents with their steps."""

from gridmap.screens.desk.duty.duty import Duty

__all__ = ["Duty"]
