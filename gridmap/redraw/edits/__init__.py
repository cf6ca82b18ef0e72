"""Edits: one frozen value per file, ``apply(plan) -> plan``, refusing with EditError what breaks a plan.

An edit names its objects by uuid, so that it can be recorded as JSON and read again tomorrow.
"""
