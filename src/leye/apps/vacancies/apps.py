from django.apps import AppConfig


class VacanciesConfig(AppConfig):
    name = "leye.apps.vacancies"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "岗位"
