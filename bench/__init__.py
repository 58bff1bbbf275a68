"""The benchmarks: `make bench` runs them against the sandbox and prints what bench/README.md shows."""
