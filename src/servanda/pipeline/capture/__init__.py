"""Pages and feeds at addresses: taken into a case, and looked at again."""
