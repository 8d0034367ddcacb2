"""The door for other systems and for browsers: plans over HTTP, described by OpenAPI, and the page at ``/``.

``api.http.app.create_app`` makes it. Nothing is imported here, for the processes that read uploads load this room too.
"""
