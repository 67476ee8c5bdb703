"""Past assessments against what turned out true."""
