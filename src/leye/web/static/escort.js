// The escort's phone: who boarded, who arrived; drawn from what the phone has, sent when there is a network.
(function () {
  "use strict";
  var root = document.getElementById("escort");
  if (!root) { return; }
  var store = window.Leye.offline({ name: "escort", state: "/escort/list.json", send: "/escort/ticks/", changed: draw });
  var told = { needs: "" }, words = { boarded: "已上车", absent: "未到", arrived: "已到达", lost: "途中离开" };
  function el(tag, fields, children) {
    var made = document.createElement(tag);
    Object.keys(fields || {}).forEach(function (name) {
      if (name.slice(0, 2) === "on") { made.addEventListener(name.slice(2), fields[name]); }
      else if (name === "class") { made.className = fields[name]; } else if (name === "text") { made.textContent = fields[name]; }
      else { made.setAttribute(name, fields[name]); }
    });
    (children || []).forEach(function (child) { if (child) { made.append(child); } });
    return made;
  }
  function sync() { return store.sync().then(function (said) { told = said; if (!said.needs) { return fresh(); } draw(); }); }
  function fresh() { return store.fetch("").then(function () { told = { needs: "" }; draw(); }, function (error) { told = { needs: error.needs || "network" }; draw(); }); }
  function tick(id, mark) { return store.add({ booking: id, mark: mark }).then(function () { if (navigator.onLine) { return sync(); } }); }
  function bar(items) {
    var net = told.needs === "sign_in" ? "链接已到期，记下的还在手机里，请找办事人员要新链接" : navigator.onLine ? "有网络" : "没有网络，可以照常登记";
    return el("header", { class: "v-bar" }, [
      el("b", { text: "随车" }), el("span", { id: "net", text: net }), el("span", { id: "wait", text: items.length ? "待发送 " + items.length + " 条" : "没有待发送的" }),
      el("button", { class: "btn", id: "sync", text: "发送", onclick: sync })
    ]);
  }
  function person(one, mine, phase) {
    var mark = mine || one.mark, label = mine ? words[mine] + "，待发送" : one.label;
    var choices = phase === "arrived" ? ["arrived", "lost"] : ["boarded", "absent"];
    return el("div", { class: "v-person" + (mark ? " is-done" : ""), "data-person": one.id }, [
      el("b", { text: one.name }), el("span", { text: one.stop }), el("span", { text: label }),
      el("small", { text: one.employer }),
      el("div", { class: "v-else" }, choices.map(function (choice) {
        return el("button", { class: "btn" + (choice === mark ? " btn-primary" : ""), "data-mark": choice, text: words[choice], onclick: function () { tick(one.id, choice); } });
      })),
      one.strange.length ? el("small", { class: "bad", text: one.strange.join("；") }) : null
    ]);
  }
  var phase = "boarded";
  function draw() {
    Promise.all([store.list(), store.waiting()]).then(function (both) {
      var kept = both[0], items = both[1], mine = {};
      items.forEach(function (item) { mine[item.booking] = item.mark; });
      var parts = [bar(items)];
      if (!kept) { parts.push(el("p", { text: "正在取乘车名单，第一次要有网络。" })); root.replaceChildren.apply(root, parts); return; }
      var list = kept.told, boarded = list.people.filter(function (p) { var m = mine[p.id] || p.mark; return m && m !== "absent"; }).length;
      parts.push(el("section", {}, [
        el("h1", { text: list.day + " → " + list.destination }),
        list.state === "cancelled" ? el("p", { class: "v-refused", text: "这趟车已经取消，请与办事人员联系。" }) : null,
        el("p", { class: "quiet", text: list.vehicle + "，上车 " + boarded + "/" + list.people.length + " 人" }),
        el("ol", { class: "small" }, list.stops.map(function (s) { return el("li", { text: s.at + " " + s.name + "，" + s.people + "人" }); })),
        el("div", { class: "v-else" }, [["boarded", "上车"], ["arrived", "到达"]].map(function (one) {
          return el("button", { class: "btn" + (phase === one[0] ? " btn-primary" : ""), "data-phase": one[0], text: one[1], onclick: function () { phase = one[0]; draw(); } });
        }))
      ]));
      parts.push(el("section", {}, list.people.map(function (one) { return person(one, mine[one.id], phase); })));
      root.replaceChildren.apply(root, parts);
    });
  }
  window.addEventListener("offline", draw);
  draw();
  sync();
}());
