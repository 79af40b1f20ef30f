// Dragging a person from one vehicle to another; without a mouse the list beside the name does the same.
(function () {
  "use strict";
  var form = document.getElementById("dropped"), held = null;
  if (!form) { return; }
  function over(event) { return event.target.closest && event.target.closest("[data-journey]"); }
  function clear() { document.querySelectorAll(".is-over").forEach(function (one) { one.classList.remove("is-over"); }); }
  document.addEventListener("dragstart", function (event) {
    var row = event.target.closest("[data-booking]");
    held = row ? row.dataset.booking : null;
    if (held) { event.dataTransfer.setData("text/plain", ""); event.dataTransfer.effectAllowed = "move"; }
  });
  document.addEventListener("dragover", function (event) {
    var vehicle = over(event);
    if (held && vehicle) { event.preventDefault(); clear(); vehicle.classList.add("is-over"); }
  });
  document.addEventListener("dragend", function () { held = null; clear(); });
  document.addEventListener("drop", function (event) {
    var vehicle = over(event);
    if (!held || !vehicle) { return; }
    event.preventDefault();
    form.elements.booking.value = held; form.elements.to.value = vehicle.dataset.journey;
    held = null;
    form.requestSubmit();
  });
}());
