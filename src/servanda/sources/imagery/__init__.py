"""Scenes from files, folders, catalogues and APIs: what is known of them, and their pixels.

`folder`, `catalogue` and `api` find scenes (`SceneEntry`); `chips.read_chip` reads the part of one
around a site, and `chip_cache` keeps it; `rasters` and `windows` open single files. Nothing is
imported here, so that who needs pixels alone does not load the clients of servers too.
"""
