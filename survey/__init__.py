"""The field survey, pure: indicators, scores, points."""
