from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "leye.apps.journeys"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "劳务输出"
