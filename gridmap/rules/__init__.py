"""The rules: one policy per file, each a ``check`` that returns findings. A rule is found by being here."""
