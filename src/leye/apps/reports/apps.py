from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "leye.apps.reports"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "统计上报"
