"""Production settings: the same code, and a refusal to start when a default would be unsafe."""

from django.core.exceptions import ImproperlyConfigured

from .settings import *  # noqa: F403
from .settings import ALLOWED_HOSTS, DEBUG, INSECURE_SECRET_KEY, SEAL_KEY, SECRET_KEY, env

if SECRET_KEY == INSECURE_SECRET_KEY or len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY 未设置或过短：请在环境变量 SECRET_KEY 中写入至少 50 个随机字符。"
    )
if SEAL_KEY == SECRET_KEY or len(SEAL_KEY) < 50:
    raise ImproperlyConfigured(
        "SEAL_KEY 未设置：请写入至少 50 个随机字符，与 SECRET_KEY 不同，并另行妥善保管。"
    )
if DEBUG:
    raise ImproperlyConfigured("DEBUG 已打开：生产环境必须删除环境变量 DEBUG。")
if not env.list("ALLOWED_HOSTS", default=[]) or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS 未设置：请在环境变量 ALLOWED_HOSTS 中写明本系统的域名或地址。"
    )

SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Not the compressed variant: brotli at its highest level costs minutes at every deployment.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
