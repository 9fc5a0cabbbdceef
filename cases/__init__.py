"""What the office does with a case: the pure domain."""
