from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "leye.apps.rosters"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "名册"
