"""STAC APIs, static catalogs, and folders of scenes."""
