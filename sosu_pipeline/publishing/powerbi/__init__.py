"""The Power BI project, generated as text from the published contract.

Here belong the semantic model (TMDL), the report (PBIR) and how both are examined without Power
BI. What a figure means belongs in the contract; nothing here opens a publication.
"""
