"""Texts inside other things: mail, page archives, office documents. Runs inside the worker."""
