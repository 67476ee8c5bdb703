"""What duties of several kinds hold beside their clause."""
