"""The guards: asset checks, one module per layer.

A rule stands in the file it is about: the contract, the SQL header, or a counter-example in
``sql/``. Here it is only bound to its asset.
"""
