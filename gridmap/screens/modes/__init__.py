"""What the pointer can do to the plan: one file per mode, none of which knows another, and no Qt."""
