"""One model for each kind of duty: state, act, abstain, level."""
