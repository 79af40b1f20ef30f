"""学习网页: the lessons of a person who came in by his own link, large and plain."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from leye.apps.training.actions import NotPossible
from leye.trips.passing import Opened, Purpose
from leye.trips.training import learning
from leye.web.guard import passed


@require_GET
@passed(Purpose.PERSON)
def shelf(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The courses of the person, with how far he is."""
    scope = learning.learner(opened.unit, opened.number)
    return render(request, "learn.html", {"shelves": learning.shelves(scope, opened.number)})


@require_http_methods(["GET", "POST"])
@passed(Purpose.PERSON)
def lesson(request: HttpRequest, opened: Opened, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """A lesson and its questions; the answers are checked here."""
    scope, person = learning.learner(opened.unit, opened.number), opened.number
    wrong: tuple[int, ...] = ()
    if request.method == "POST":
        said = {
            int(name[1:]): int(str(value))
            for name, value in request.POST.items()
            if name[:1] == "q" and name[1:].isdecimal() and str(value).isdecimal()
        }
        try:
            wrong = learning.answer(scope, person, enrolment_id, lesson_id, said)
            if not wrong:
                return redirect("learn")
        except NotPossible as error:
            messages.warning(request, str(error))
    found = learning.lesson(scope, person, enrolment_id, lesson_id, wrong)
    content = {"lesson": found, "enrolment_id": enrolment_id, "was_wrong": bool(wrong)}
    return render(request, "learn_lesson.html", content)
