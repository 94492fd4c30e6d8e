"""The page as a PDF, made by WeasyPrint from the page's own print style."""

from sosu_pipeline.publishing.scorecard.reading import ScorecardError


def print_page(html: str) -> bytes:
    """Return the page as a PDF; the same page gives the same bytes.

    Raises:
        ScorecardError: WeasyPrint, or a library it needs, is not installed.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an extra, and slow to import
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except (ImportError, OSError) as error:
        msg = (
            "PDF'en kræver tillægget pdf (WeasyPrint og Pango); installér det med "
            'pip install "sosu-pipeline[pdf]", og kør sosu scorecard --pdf igen'
        )
        raise ScorecardError(msg) from error
    fetcher = URLFetcher(allowed_protocols=["data"])
    document: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return document
