"""What people come to a desk for."""

from leye.core.vocabulary import Category


class DeskKind(Category):
    CONSULTATION = "consultation", "咨询"
    REGISTRATION = "registration", "求职登记"
    VACANCY = "vacancy", "岗位介绍"
    TRAINING = "training", "培训报名"
    CASE = "case", "诉求受理"
