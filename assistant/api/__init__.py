"""The HTTP service over `Assistant`: `assistant.api.app.create_app(settings, assistant)`."""
