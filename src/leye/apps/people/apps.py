from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "leye.apps.people"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "实名台账"
