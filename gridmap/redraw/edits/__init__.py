"""Edits of the plan, one frozen value per file: ``apply(plan) -> plan``."""
