"""The library: rooms that fetch, validate, compute and publish; assets stand outside it."""
