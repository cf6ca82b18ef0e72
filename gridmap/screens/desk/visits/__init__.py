"""Elders and visits at the desk: the silence radar, who is due, today's round, what is overdue."""
