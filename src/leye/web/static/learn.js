// A lesson's video: goes on where it stopped, and tells from time to time how much of it was seen.
(function () {
  "use strict";
  var film = document.querySelector("[data-film]");
  if (!film) { return; }
  var before = Number(film.dataset.seconds), told = before, last = null, seen = before, opened = false;
  var shown = document.querySelector("[data-seen]"), token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  film.addEventListener("loadedmetadata", function () {
    if (before && before < film.duration - 3) { film.currentTime = before; }
  });
  film.addEventListener("timeupdate", function () {  // what was played, not where the handle was drawn to
    var step = last === null ? 0 : film.currentTime - last;
    last = film.currentTime;
    if (step > 0 && step < 2 && !film.seeking) { seen += step; }
    if (seen - told >= 10) { tell(); }
  });
  film.addEventListener("playing", function () { if (!opened) { opened = true; tell(true); } });  // from here the clock counts
  film.addEventListener("ratechange", function () { if (film.playbackRate !== 1) { film.playbackRate = 1; } });
  film.addEventListener("seeking", function () { last = null; });
  ["pause", "ended"].forEach(function (name) { film.addEventListener(name, tell); });
  function tell(isFirst) {
    var length = Math.floor(film.duration);
    if (!length || (seen <= told && isFirst !== true)) { return; }
    told = seen;
    var body = new URLSearchParams({ seconds: Math.min(Math.round(seen), length), length: length, csrfmiddlewaretoken: token });
    fetch(film.dataset.film, { method: "POST", body: body, credentials: "same-origin", keepalive: true }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (said) { if (said && shown) { shown.textContent = said.seen; } }, function () { told = before; });
  }
}());
