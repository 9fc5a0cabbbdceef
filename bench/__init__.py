"""Measurements that the repository can repeat; ``make bench`` prints them."""
