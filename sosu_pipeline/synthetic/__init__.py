"""The invented school: deliveries of every feed and the true figures behind them.

Here belongs everything that draws people, their lives at the school and the files that tell of
them. The figures are taken from what was drawn, so nothing of the pipeline is used here.
"""

from sosu_pipeline.synthetic.drawing import Progress, draw
from sosu_pipeline.synthetic.truth import Sandhed, SkoleSandhed

__all__ = ["Progress", "Sandhed", "SkoleSandhed", "draw"]
