"""Scenes from files, folders, catalogues and APIs: their descriptions and their pixels.

`catalogs` find scenes, which `scenes` describe (`SceneEntry`); `pixels` read them: the part of each
around a site (`site_images`), or several whole ones together, window by window (`scene_stack`);
`simulation` draws some. Nothing is imported here, so that who needs pixels alone does not load the
clients of servers too.
"""
