"""What one pair or series of images shows at one site."""
