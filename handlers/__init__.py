"""What people say and press. ``register`` is the whole of it at a glance, in order."""
