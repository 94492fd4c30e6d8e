"""The report as PBIR documents: a file for the report, each page and each visual."""

from collections.abc import Iterator
from typing import Final

from sosu_pipeline.publishing.powerbi.fields import Fields
from sosu_pipeline.publishing.powerbi.names import short_id
from sosu_pipeline.publishing.powerbi.pages import Page, all_pages
from sosu_pipeline.publishing.powerbi.shapes import WIDE
from sosu_pipeline.publishing.powerbi.visuals import SCHEMAS, Json, text, write_visual

BASE_THEME: Final = "CY25SU11"
THEME_VERSION: Final = {"visual": "2.4.0", "report": "3.0.0", "page": "2.3.0"}


def report_documents(fields: Fields) -> Iterator[tuple[str, Json]]:
    """Yield each file of ``definition/`` with its document.

    Raises:
        PowerBiError: a page names a field that the model does not have.
    """
    pages = all_pages()
    names = [short_id(page.navn) for page in pages]
    version = {"$schema": f"{SCHEMAS}/versionMetadata/1.0.0/schema.json", "version": "2.0.0"}
    yield "version.json", version
    yield "report.json", _report()
    yield (
        "pages/pages.json",
        {
            "$schema": f"{SCHEMAS}/pagesMetadata/1.0.0/schema.json",
            "pageOrder": names,
            "activePageName": names[0],
        },
    )
    for page, name in zip(pages, names, strict=True):
        yield f"pages/{name}/page.json", _page(page, name)
        for order, visual in enumerate(page.visuals):
            document = write_visual(visual, fields, page=page.navn, order=order)
            yield f"pages/{name}/visuals/{document['name']}/visual.json", document


def _report() -> Json:
    return {
        "$schema": f"{SCHEMAS}/report/3.0.0/schema.json",
        "themeCollection": {
            "baseTheme": {
                "name": BASE_THEME,
                "reportVersionAtImport": THEME_VERSION,
                "type": "SharedResources",
            }
        },
        "objects": {"section": [{"properties": {"verticalAlignment": text("Top")}}]},
        "settings": {
            "useStylableVisualContainerHeader": True,
            "defaultDrillFilterOtherVisuals": True,
            "allowChangeFilterTypes": True,
            "useEnhancedTooltips": True,
            "exportDataMode": "AllowSummarized",
        },
    }


def _page(page: Page, name: str) -> Json:
    document: Json = {
        "$schema": f"{SCHEMAS}/page/2.0.0/schema.json",
        "name": name,
        "displayName": page.navn,
        "displayOption": "FitToWidth",
        "height": page.hoejde,
        "width": WIDE,
    }
    untouched = [
        {
            "source": short_id(page.navn, visual.navn),
            "target": short_id(page.navn, other),
            "type": "NoFilter",
        }
        for visual in page.visuals
        for other in visual.paavirker_ikke
    ]
    if untouched:
        document["visualInteractions"] = untouched
    return document
