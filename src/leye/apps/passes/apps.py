from django.apps import AppConfig


class PassesConfig(AppConfig):
    name = "leye.apps.passes"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "限时链接"
