"""What performance claims are measured with: ratios within one run, never times of different days."""
