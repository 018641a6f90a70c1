"""What a question means: `understanding.understand` makes an `Asked` of what a person typed."""
