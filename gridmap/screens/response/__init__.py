"""The desk in an emergency: an area and who is in it, the roll-call of it, who is there first."""
