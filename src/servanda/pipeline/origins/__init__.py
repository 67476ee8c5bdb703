"""`servanda origins`: from documents to lineages, origins and the files that hold them."""
