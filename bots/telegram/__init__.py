"""Telegram, by polling or by webhook."""
