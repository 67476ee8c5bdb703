"""Servanda: is a public commitment being kept, how sure are we, and why?"""

__version__ = "0.1.0"
