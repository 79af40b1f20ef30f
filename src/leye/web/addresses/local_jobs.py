"""Addresses of the pages of 就地就业."""

from django.urls import URLPattern, path

from leye.web.pages import placing, posts, projects, workshops

urlpatterns: list[URLPattern] = [
    path("workshops/", workshops.workshops, name="workshops"),
    path("workshops/new/", workshops.new, name="workshop_new"),
    path("workshops/<int:workshop_id>/", workshops.workshop, name="workshop"),
    path("workshops/<int:workshop_id>/recognise/", workshops.recognise, name="workshop_recognise"),
    path("workshops/<int:workshop_id>/cancel/", workshops.cancel, name="workshop_cancel"),
    path("workshops/<int:workshop_id>/prove/", workshops.prove, name="workshop_prove"),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", posts.new, name="post_new"),
    path("posts/lines/new/", posts.new_line, name="post_line_new"),
    path("posts/unserved/", posts.unserved, name="post_unserved"),
    path("posts/<int:post_id>/", posts.post, name="post"),
    path("local/<slug:kind>/<int:place_id>/place/", placing.place, name="local_place"),
    path("local/<slug:kind>/<int:place_id>/list/", placing.people_list, name="local_list"),
    path("local/<slug:kind>/<int:place_id>/attend/", placing.attend, name="local_attend"),
    path("local/<slug:kind>/<int:place_id>/ask/", placing.ask, name="local_ask"),
    path("local/placements/<int:placement_id>/leave/", placing.leave, name="local_leave"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.new, name="project_new"),
    path("projects/<int:project_id>/", projects.project, name="project"),
    path("projects/<int:project_id>/pay/", projects.pay, name="project_pay"),
    path("projects/pay/<int:list_id>/", projects.board, name="pay_board"),
    path("projects/pay/<int:list_id>/pdf/", projects.board_pdf, name="pay_board_pdf"),
    path("projects/pay/<int:list_id>/posted/", projects.board_posted, name="pay_board_posted"),
    path("projects/pay/<int:list_id>/withdraw/", projects.pay_withdraw, name="pay_withdraw"),
    path("key-enterprises/", projects.key_enterprises, name="key_enterprises"),
    path("local/differences/", projects.differences, name="local_differences"),
    path("local/due/", projects.due, name="local_due"),
]
