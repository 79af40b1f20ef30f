"""Password hashing that a small server can afford: Argon2id with 19 MB, two passes, one lane."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Small(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
