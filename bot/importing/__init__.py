"""`countersign import`: tasks of filled documents, made beside a running bot."""
