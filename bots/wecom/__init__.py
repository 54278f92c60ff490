"""WeCom: the self-built app, the AI bot by callback or long connection, the group robot."""
