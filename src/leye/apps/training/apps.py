from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "leye.apps.training"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "培训"
