"""What the app says, in the languages of its users: a file a language, English in the code."""
