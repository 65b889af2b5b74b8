"""Rules whose conditions need more than the examples on their pages."""
