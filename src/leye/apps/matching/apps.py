from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "leye.apps.matching"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "人岗对接"
