from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "leye.apps.places"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "区划与安置点"
