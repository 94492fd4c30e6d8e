"""``sosu …``: a thin command line; it asks the library and shows the answer in Danish."""

from sosu_pipeline.cli.app import main

__all__ = ["main"]
