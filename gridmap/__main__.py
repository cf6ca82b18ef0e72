"""The program's entry: ``gridmap`` and ``python -m gridmap``."""
