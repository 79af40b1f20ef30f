from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "leye.apps.stations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "就业服务平台"
