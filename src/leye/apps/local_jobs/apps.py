from django.apps import AppConfig


class LocalJobsConfig(AppConfig):
    name = "leye.apps.local_jobs"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "就地就业"
