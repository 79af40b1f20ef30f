// The service worker: keeps the shells of the pages that work without a network, and nothing else.
// A shell has nobody's name in it. Pages with people are never kept; they fail without a network, as they should.
(function () {
  "use strict";
  var FILES = [/* FILES */], SHELLS = ["/visits/phone/", "/escort/"], CACHE = "leye-shell-" + FILES.join("").length + FILES.join("").slice(-40);
  self.addEventListener("install", function (event) {
    event.waitUntil(caches.open(CACHE).then(function (cache) { return cache.addAll(FILES); }).then(function () { return self.skipWaiting(); }));
  });
  self.addEventListener("activate", function (event) {
    event.waitUntil(caches.keys().then(function (names) {
      return Promise.all(names.filter(function (n) { return n !== CACHE; }).map(function (n) { return caches.delete(n); }));
    }).then(function () { return self.clients.claim(); }).then(shells));
  });
  function shells() {  // the page that brought this worker was fetched before it stood here
    return self.clients.matchAll().then(function (open) {
      return Promise.all(open.map(function (one) {
        var path = new URL(one.url).pathname;
        return SHELLS.indexOf(path) < 0 ? null : kept(new Request(path, { credentials: "same-origin" })).catch(function () {});
      }));
    });
  }
  function kept(request) {
    return fetch(request).then(function (answer) {
      if (answer.ok && !answer.redirected && answer.type === "basic") {
        var copy = answer.clone();
        return caches.open(CACHE).then(function (cache) { return cache.put(new URL(request.url).pathname, copy); }).then(function () { return answer; });
      }
      return answer;
    });
  }
  function lists() {  // signing out takes the lists of people away; what was not sent stays
    return new Promise(function (done) {
      var request = indexedDB.open("leye");
      request.onupgradeneeded = function () { request.transaction.abort(); };  // there is none: make none
      request.onerror = function () { done(); };
      request.onsuccess = function () {
        var db = request.result, names = Array.from(db.objectStoreNames).filter(function (n) { return /\.list$/.test(n); });
        if (!names.length) { db.close(); done(); return; }
        var transaction = db.transaction(names, "readwrite");
        names.forEach(function (n) { transaction.objectStore(n).clear(); });
        transaction.oncomplete = transaction.onerror = function () { db.close(); done(); };
      };
    });
  }
  self.addEventListener("fetch", function (event) {
    var url = new URL(event.request.url);
    if (url.origin !== self.location.origin) { return; }
    if (event.request.method === "POST" && url.pathname === "/sign-out/") { event.waitUntil(lists()); return; }
    if (event.request.method !== "GET") { return; }
    if (SHELLS.indexOf(url.pathname) >= 0) {
      event.respondWith(kept(event.request).catch(function () {
        return caches.match(url.pathname).then(function (found) { return found || Response.error(); });
      }));
    } else if (FILES.indexOf(url.pathname) >= 0) {
      event.respondWith(caches.match(url.pathname).then(function (found) { return found || fetch(event.request); }));
    }
  });
}());
