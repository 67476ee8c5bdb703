"""What is said of a rate: of which periods, and how likely it is if they were kept."""
