// A queue that outlives the network: items wait in the phone's own database and are sent once there is a network.
// Every page that is to work outside uses it; it knows nothing of what an item is.
//
//   var store = Leye.offline({
//     name: "visits",             // a store of its own in the phone's database; "visits" and "escort" exist
//     state: "/visits/list.json", // GET, JSON with at least {now, token, who, days}: the list to take along
//     send: "/visits/answers/",   // POST {device_now, items: [...]}, answered by {items: [{uuid, state, words}]}
//     changed: function () {}     // called after everything that a page may want to show anew
//   });
//   store.fetch("?site=3")  → promise of the list, from the network, kept on the phone; rejected without a network
//   store.list()            → promise of the list as it is kept, or null (never older than its `days`)
//   store.add(fields)       → promise of the item: fields with uuid, device_at, offset (seconds, or null), owner
//   store.waiting()         → promise of the items that were not yet taken, oldest first; `said` on refused ones
//   store.drop(uuid)        → takes one refused item away, after the worker has seen it
//   store.sync()            → sends what waits; promise of what became of it: {sent, left, needs: ""|"network"|"sign_in"}
//
// An item leaves the phone only when the server says "taken", "known" or "waits"; whatever is sent twice is known
// by its uuid. The list goes after `days`, when somebody else signs in, and when the worker signs out (worker.js);
// items go only when they were taken. Only what the server gave for the purpose is kept: no page, no other answer.
(function () {
  "use strict";
  var NAME = "leye", STORES = ["visits", "escort"], VERSION = 1, DAY = 86400000, AT_ONCE = 50;
  function promised(request) {
    return new Promise(function (done, fail) {
      request.onsuccess = function () { done(request.result); };
      request.onerror = function () { fail(request.error); };
    });
  }
  function open() {
    var request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = function () {
      STORES.forEach(function (one) {
        request.result.createObjectStore(one + ".list");
        request.result.createObjectStore(one + ".queue", { keyPath: "uuid" });
      });
    };
    return promised(request);
  }
  function within(store, mode, act) {
    return open().then(function (db) {
      var transaction = db.transaction(store, mode);
      var ended = new Promise(function (done, fail) {
        transaction.oncomplete = function () { db.close(); done(); };
        transaction.onabort = transaction.onerror = function () { db.close(); fail(transaction.error); };
      });
      return promised(act(transaction.objectStore(store))).then(function (value) {
        return ended.then(function () { return value; });
      });
    });
  }
  function uuid() {
    if (crypto.randomUUID) { return crypto.randomUUID(); }
    var bytes = crypto.getRandomValues(new Uint8Array(16));  // pages without https have no randomUUID
    bytes[6] = bytes[6] & 15 | 64; bytes[8] = bytes[8] & 63 | 128;
    var hex = Array.from(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
  function needs(why) { var error = new Error(why); error.needs = why; return error; }
  function asked(address, options) {
    return fetch(address, Object.assign({ credentials: "same-origin", redirect: "manual", cache: "no-store" }, options)).then(
      function (answer) {
        if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403 || answer.status === 404) { throw needs("sign_in"); }
        if (!answer.ok) { throw needs("network"); }
        return answer.json();
      },
      function () { throw needs("network"); }
    );
  }
  window.Leye = window.Leye || {};
  window.Leye.offline = function (said) {
    var lists = said.name + ".list", queue = said.name + ".queue", syncing = null;
    function changed() { if (said.changed) { said.changed(); } }
    function list() {
      return within(lists, "readonly", function (s) { return s.get("list"); }).then(function (kept) {
        if (!kept) { return null; }
        var age = Date.now() + kept.offset * 1000 - Date.parse(kept.told.now);
        if (age > kept.told.days * DAY) {
          return within(lists, "readwrite", function (s) { return s.clear(); }).then(function () { return null; });
        }
        return kept;
      });
    }
    function get(query) {
      return asked(said.state + (query || "")).then(function (told) {
        var kept = { told: told, offset: (Date.parse(told.now) - Date.now()) / 1000 };
        var token = told.token; delete told.token;
        return within(lists, "readwrite", function (s) { return s.put(kept, "list"); }).then(function () {
          changed(); return Object.assign({ token: token }, kept);
        });
      });
    }
    function waiting() {
      return within(queue, "readonly", function (s) { return s.getAll(); }).then(function (items) {
        return items.sort(function (a, b) { return a.order - b.order; });
      });
    }
    function add(fields) {
      return list().then(function (kept) {
        var item = Object.assign({}, fields, {
          uuid: uuid(), device_at: new Date().toISOString(), offset: kept ? kept.offset : null,
          owner: kept ? kept.told.who : "", order: Date.now(), said: ""
        });
        return within(queue, "readwrite", function (s) { return s.put(item); }).then(function () { changed(); return item; });
      });
    }
    function drop(key) { return within(queue, "readwrite", function (s) { return s.delete(key); }).then(changed); }
    function settle(items, answer) {
      var words = {};
      answer.items.forEach(function (one) { words[one.uuid] = one; });
      return Promise.all(items.map(function (item) {
        var one = words[item.uuid];
        if (!one) { return 0; }
        if (one.state !== "refused") { return within(queue, "readwrite", function (s) { return s.delete(item.uuid); }).then(function () { return 1; }); }
        item.said = one.words;
        return within(queue, "readwrite", function (s) { return s.put(item); }).then(function () { return 0; });
      })).then(function (many) { return many.reduce(function (a, b) { return a + b; }, 0); });
    }
    function send() {
      var sent = 0;
      return asked(said.state).then(function (told) {
        function next() {
          return waiting().then(function (items) {
            var own = items.filter(function (i) { return !i.said && (!i.owner || i.owner === told.who); }).slice(0, AT_ONCE);
            if (!own.length) { return items.length; }
            var body = JSON.stringify({ device_now: new Date().toISOString(), items: own });
            var headers = { "Content-Type": "application/json", "X-CSRFToken": told.token };
            return asked(said.send, { method: "POST", headers: headers, body: body }).then(function (answer) {
              return settle(own, answer).then(function (many) {
                sent += many;
                if (!answer.items.length) { throw needs("network"); }
                return next();
              });
            });
          });
        }
        return list().then(function (kept) {
          if (kept && kept.told.who !== told.who) { return within(lists, "readwrite", function (s) { return s.clear(); }); }
          return null;
        }).then(next).then(function (left) { return { sent: sent, left: left, needs: "" }; });
      }).catch(function (error) {
        return waiting().then(function (items) { return { sent: sent, left: items.length, needs: error.needs || "network" }; });
      });
    }
    function sync() {
      if (!syncing) {
        syncing = send().then(function (told) { syncing = null; changed(); return told; });
      }
      return syncing;
    }
    window.addEventListener("online", function () { sync(); });
    if ("serviceWorker" in navigator) { navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(function () {}); }
    return { fetch: get, list: list, add: add, waiting: waiting, drop: drop, sync: sync };
  };
}());
