"""Chat channels over the assistant: Telegram, WeCom self-built app, WeCom AI bot."""
