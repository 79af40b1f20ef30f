from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "leye.apps.duties"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "部门任务"
