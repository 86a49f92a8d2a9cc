"""Envie de faire: free software that runs a public call in which every project is kept."""

__version__ = "0.1.0"
