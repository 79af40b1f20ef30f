from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "leye.apps.accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "账户"
