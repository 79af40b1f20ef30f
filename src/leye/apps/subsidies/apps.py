from django.apps import AppConfig


class SubsidiesConfig(AppConfig):
    name = "leye.apps.subsidies"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "补贴"
