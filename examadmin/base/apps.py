from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "examadmin.base"
