"""What is kept, under attack: writers killed at every step, and changes behind the store's back."""
