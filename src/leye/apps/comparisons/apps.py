from django.apps import AppConfig


class ComparisonsConfig(AppConfig):
    name = "leye.apps.comparisons"
    label = "comparisons"
    default_auto_field = "django.db.models.BigAutoField"
