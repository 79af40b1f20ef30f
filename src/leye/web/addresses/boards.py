"""Addresses of the pages of 总览, 情况报告, 典型, 部门任务 and 公开数字."""

from django.urls import URLPattern, path

from leye.web.pages import board, duties, public, stories, summary

urlpatterns: list[URLPattern] = [
    path("board/", board.board, name="board"),
    path("board/strip/", board.strip, name="board_strip"),
    path("board/people/", board.people, name="board_people"),
    path("board/homes.xlsx", board.homes_file, name="board_homes_file"),
    path("board/gauge/", board.gauge_people, name="board_gauge"),
    path("board/sites/", board.sites, name="board_sites"),
    path("summary/", summary.summaries, name="summaries"),
    path("summary/<int:summary_id>/", summary.summary, name="summary"),
    path("summary/<int:summary_id>/files/<str:form>/", summary.file, name="summary_file"),
    path("summary/<int:summary_id>/back/", summary.bring_back, name="summary_back"),
    path("summary/<int:summary_id>/send/", summary.send, name="summary_send"),
    path("duties/", duties.duties, name="duties"),
    path("duties/<str:key>/", duties.duty, name="duty"),
    path("progress/", duties.progress, name="progress"),
    path("stories/", stories.stories, name="stories"),
    path("stories/pack/", stories.pack, name="stories_pack"),
    path("stories/<int:story_id>/", stories.story, name="story"),
    path("stories/<int:story_id>/photos/<int:photo_id>/", stories.photo, name="story_photo"),
    path("stories/<int:story_id>/<str:what>/", stories.step, name="story_step"),
    path("figures/", public.figures, name="public_figures"),
    path("figures.csv", public.figures_csv, name="public_figures_csv"),
    path("figures.json", public.figures_json, name="public_figures_json"),
    path("figures/publish/", public.publish, name="figures_publish"),
    path("typical/", stories.public_stories, name="public_stories"),
    path("typical/<int:story_id>/", stories.public_story, name="public_story"),
    path(
        "typical/<int:story_id>/photos/<int:photo_id>/", stories.public_photo, name="public_photo"
    ),
    path("typical.json", stories.feed, name="public_stories_json"),
]
