"""The published star's contract, as every test of the Power BI project has it."""

from sosu_pipeline.publishing.contract import PublishedContract, declared_contract


def star() -> PublishedContract:
    """Return the whole contract."""
    return declared_contract()
