"""From the distinct texts of a column to its values.

Here belong the spellings of numbers, dates, yes and no, and codes. Opening files belongs in the
room around this one, and judging values in ``expectations``.
"""

from sosu_pipeline.deliveries.values.columns import ReadColumn, read_values

__all__ = ["ReadColumn", "read_values"]
