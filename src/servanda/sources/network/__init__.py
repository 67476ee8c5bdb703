"""The way onto the network for foreign addresses: none of them reaches inside."""
