"""The flow: raw → staging → marts → published, one module per layer.

An asset fetches, calls and reports. Parsing, SQL text, hashing and rules belong in the library's
rooms; SQL models lie in ``sql/<layer>/``.
"""
