// The key of a link stands behind the #: it is sent once in a form and taken out of the address.
(function () {
  "use strict";
  var form = document.getElementById("pass"), key = window.location.hash.slice(1);
  if (!form || !key) { return; }
  window.history.replaceState(null, "", window.location.pathname);
  form.elements.key.value = key;
  form.requestSubmit();
}());
