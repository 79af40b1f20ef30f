from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "leye.apps.pairing"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "协作与机构"
