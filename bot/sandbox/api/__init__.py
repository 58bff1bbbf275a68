"""The Web API methods, one file per family; ``table.py`` lists them."""
