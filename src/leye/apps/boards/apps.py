from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "leye.apps.boards"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "总览"
