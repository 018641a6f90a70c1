"""The library for assistants that speak MCP: passages to quote, each with its page."""
