// Folding of subtotals, the drawer with people, and marking of rows: all that pages do without the server.
(function () {
  "use strict";
  var rank = { region: 0, league: 1, county: 2, site: 3 };
  function below(row) {
    var rows = [], next = row.nextElementSibling, own = rank[row.dataset.level];
    while (next && rank[next.dataset.level] > own) { rows.push(next); next = next.nextElementSibling; }
    return rows;
  }
  function mark(button, open) {
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "▾" : "▸";
  }
  function fold(button) {
    var row = button.closest("tr"), open = button.getAttribute("aria-expanded") !== "true";
    if (open && button.dataset.rows && !button.dataset.loaded) {
      button.dataset.loaded = "1";
      window.htmx.ajax("GET", button.dataset.rows, { target: row, swap: "afterend" });
    }
    below(row).forEach(function (one) {
      var isNext = rank[one.dataset.level] === rank[row.dataset.level] + 1;
      one.classList.toggle("is-folded", !(open && isNext));
      var inner = one.querySelector(".fold");
      if (inner) { mark(inner, false); }
    });
    mark(button, open);
  }
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
    var button = event.target.closest(".fold");
    if (button) { fold(button); return; }
    if (event.target.closest("[data-close]")) { document.getElementById("drawer").replaceChildren(); }
    var all = event.target.closest("[data-mark-all]");
    if (all) {
      document.querySelectorAll("input[name=row]").forEach(function (box) { box.checked = all.checked; });
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { document.getElementById("drawer").replaceChildren(); }
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input:not([type=radio]), textarea, select")) { return; }
    var keyed = document.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (keyed) { keyed.click(); keyed.focus(); event.preventDefault(); }
  });
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]")) { event.target.form.requestSubmit(); }
  });
  document.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (button && event.target.method === "post" && !event.target.hasAttribute("hx-post")) {
      window.setTimeout(function () { button.disabled = true; }, 0);
    }
  });
}());
