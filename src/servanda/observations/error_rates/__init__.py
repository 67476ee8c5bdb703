"""False-alarm and detection rates, from controls and injected objects."""
