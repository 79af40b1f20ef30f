from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "leye.apps.messages"
    label = "outreach"  # "messages" is taken by Django's own
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "推送"
