"""The scorecard: a publication as one page that a board member reads without a licence.

Here belong the reading of the published tables, the page's view of them, its charts and
templates, and the files that are written beside the publication. No figure is worked out here:
what a status says belongs in ``progress``, and what is hidden in ``privacy``.
"""
