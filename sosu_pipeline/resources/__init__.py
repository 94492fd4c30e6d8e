"""What the world lends us: the warehouse, the deliveries, the date, the gate, the notifier.

Here belong Dagster's resources and how the rooms below are put together for a run. What a room
does belongs in the room, and the published folder's path in the settings.
"""

from sosu_pipeline.resources.deliveries import Deliveries, declared, method_of
from sosu_pipeline.resources.gate import Gate
from sosu_pipeline.resources.night import Night, today
from sosu_pipeline.resources.notifier import Notifier
from sosu_pipeline.resources.outcomes import Outcomes
from sosu_pipeline.resources.warehouse import Warehouse

__all__ = [
    "Deliveries",
    "Gate",
    "Night",
    "Notifier",
    "Outcomes",
    "Warehouse",
    "declared",
    "method_of",
    "today",
]
