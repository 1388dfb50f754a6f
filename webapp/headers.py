"""What each answer tells the browser to forbid, and the token that each form must carry."""

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

POLICY = "; ".join((
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",  # Bootstrap draws its own ticks and arrows as data: images
    "script-src 'self'",
    "connect-src 'self'",  # autosave and live checks
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
))
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}

csrf = CSRFProtect()


def install(app: Flask, *, https: bool) -> None:
    """Headers on every answer; cookies for this site only; a token in every form (Flask-WTF)."""
    app.config.update(
        SESSION_COOKIE_NAME="shenbao",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_SSL_STRICT=https,
    )
    csrf.init_app(app)

    @app.after_request
    def forbid(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "assets.file":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
