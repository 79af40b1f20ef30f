"""Addresses of the pages of 推送."""

from django.urls import URLPattern, path

from leye.web.pages import outreach, outreach_paper, own, receipts

urlpatterns: list[URLPattern] = [
    path("outreach/", outreach.rounds, name="outreach"),
    path("outreach/health/", outreach.health, name="outreach_health"),
    path("outreach/<int:round_id>/", outreach.one, name="outreach_round"),
    path("outreach/<int:round_id>/state/", outreach.state, name="outreach_state"),
    path("outreach/<int:round_id>/begin/", outreach.begin, name="outreach_begin"),
    path("outreach/<int:round_id>/sign/", outreach.sign, name="outreach_sign"),
    path("outreach/<int:round_id>/file/", outreach.file, name="outreach_file"),
    path("sites/<int:site_id>/slips.pdf", outreach_paper.slips, name="site_slips_pdf"),
    path("sites/<int:site_id>/poster.pdf", outreach_paper.poster, name="site_poster"),
    path("sites/<int:site_id>/words/", outreach_paper.words, name="site_words"),
    path("van/", outreach_paper.van, name="van"),
    path("van/<int:visit_id>/pack.pdf", outreach_paper.pack, name="van_pack"),
    path("remarks/", outreach.remarks, name="remarks"),
    path("receipts/<str:provider>/", receipts.receive, name="receipts"),
    path("people/<int:person_id>/messages/", outreach.person, name="person_messages"),
    path("mine/wechat/", own.wechat, name="own_wechat"),
    path("mine/", own.mine, name="own"),
    path("mine/say/", own.say, name="own_say"),
    path("mine/wrong/", own.wrong, name="own_wrong"),
    path("mine/stop/", own.stop, name="own_stop"),
    path("mine/seen/", own.seen, name="own_seen"),
]
