"""Addresses of the pages of 培训, 服务平台 and 窗口."""

from django.urls import URLPattern, path

from leye.web.pages import films, learning, stations, training

urlpatterns: list[URLPattern] = [
    path("training/", training.courses, name="training"),
    path("training/match/", training.match, name="training_match"),
    path("training/completions/", training.completions, name="training_completions"),
    path("training/lists/", training.completion_list, name="training_list"),
    path("training/<int:course_id>/", training.course, name="training_course"),
    path("training/<int:course_id>/end/", training.end_course, name="training_end"),
    path("training/<int:course_id>/seats/", training.seats, name="training_seats"),
    path("training/<int:course_id>/inform/", training.inform, name="training_inform"),
    path("training/<int:course_id>/enrol/", training.enrol, name="training_enrol"),
    path("training/<int:course_id>/days/", training.attend, name="training_attend"),
    path("training/<int:course_id>/result/", training.result, name="training_result"),
    path("training/<int:course_id>/lessons/", training.lesson, name="training_lesson"),
    path("training/<int:course_id>/roster/", training.roster, name="training_roster"),
    path("stations/", stations.board, name="stations"),
    path("stations/<int:site_id>/", stations.station, name="station"),
    path("stations/<int:site_id>/photo/", stations.photo, name="station_photo"),
    path("desk/", stations.log, name="desk"),
    path("desk/<int:person_id>/", stations.serve, name="desk_person"),
    path("learn/", learning.shelf, name="learn"),
    path("learn/<int:enrolment_id>/<int:lesson_id>/", learning.lesson, name="learn_lesson"),
    path("learn/<int:enrolment_id>/<int:lesson_id>/film/", films.film, name="learn_film"),
    path("learn/<int:enrolment_id>/<int:lesson_id>/watched/", films.watched, name="learn_watched"),
]
