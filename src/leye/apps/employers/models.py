"""Employers, each once: by its unified social credit code, or by its name until the code is known."""

from django.db import models
from django.db.models import Q


class Employer(models.Model):
    """verified_on: the day on which somebody last looked at its papers; it holds for some months."""

    name = models.CharField(max_length=100)
    code = models.CharField(max_length=18, null=True, unique=True)
    name_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, default="enterprise")
    licence = models.CharField(max_length=60, default="")  # 人力资源服务许可证, of agencies
    industry = models.CharField(max_length=1, default="")  # GB/T 4754, letter
    unit = models.CharField(max_length=6)  # who brought it
    phone_cipher = models.TextField(default="")
    verified_on = models.DateField(null=True)
    verified_by = models.CharField(max_length=150, default="")
    noted_by = models.CharField(max_length=150)

    class Meta:
        db_table = "employer"
        constraints = [
            models.UniqueConstraint(
                fields=["name_key"], condition=Q(code=None), name="employer_once_by_name"
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None) | ~Q(verified_by=""), name="check_has_an_author"
            ),
        ]
        indexes = [
            models.Index(fields=["name_key"], name="employer_name"),
            models.Index(fields=["unit", "id"], name="employer_unit"),
        ]
