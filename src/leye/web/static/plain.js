// A form is sent once: its button rests while the answer is on its way.
(function () {
  "use strict";
  document.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (button) { window.setTimeout(function () { button.disabled = true; }, 0); }
  });
  window.addEventListener("pageshow", function (event) {  // gone back to: the buttons work again
    if (event.persisted) { document.querySelectorAll("button:disabled").forEach(function (one) { one.disabled = false; }); }
  });
}());
