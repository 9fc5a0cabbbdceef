"""Figures and words as files: on paper, and as a workbook."""
