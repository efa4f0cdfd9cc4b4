"""SQL models: one file a model, its grain in the first line, its assertions in the .yml beside it."""
