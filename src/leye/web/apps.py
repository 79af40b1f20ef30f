from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "leye.web"
    verbose_name = "页面"
