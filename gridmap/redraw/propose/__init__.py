"""Proposing a plan: whole villager groups, the caps as hard limits, the best of them with a proof.

A village becomes units and their borders (``units``), those a plain ``Problem``; it is solved exactly
(``unions``, ``solve``) in a process that can be killed (``process``), and comes back as an edit.
"""
