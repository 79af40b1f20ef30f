from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "leye.apps.stories"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "典型"
