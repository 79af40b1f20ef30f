from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "leye.apps.visits"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "走访与窗口"
