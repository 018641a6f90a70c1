"""What a study is: facts that are stated beside it, in its file or on its first pages."""
