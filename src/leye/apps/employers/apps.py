from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "leye.apps.employers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "用人单位"
