// The visit list and the survey on a phone: drawn from what the phone has, sent when there is a network.
(function () {
  "use strict";
  var root = document.getElementById("visits");
  if (!root) { return; }
  var store = window.Leye.offline({ name: "visits", state: "/visits/list.json", send: "/visits/answers/", changed: draw });
  var open = null, told = { needs: "" };
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
  function bar(kept, items) {
    var refused = items.filter(function (i) { return i.said; }).length, wait = items.length - refused;
    var words = navigator.onLine ? "有网络" : "没有网络，可以照常走访";
    if (told.needs === "sign_in") { words = "登录已经过期，登录后自动发送"; }
    return el("header", { class: "v-bar" }, [
      el("b", { text: "走访" }), el("span", { id: "net", text: words }),
      el("span", { id: "wait", text: wait ? "待发送 " + wait + " 条" : "没有待发送的" }),
      told.needs === "sign_in" ? el("a", { href: "/sign-in/?next=/visits/phone/", text: "去登录", class: "btn" }) : null,
      el("button", { class: "btn", id: "sync", text: "发送", onclick: sync }),
      el("button", { class: "btn", text: kept && kept.told.site ? "更新名单" : "取名单", onclick: function () { fetchList(kept && kept.told.site); } })
    ]);
  }
  function sync() { return store.sync().then(function (said) { told = said; draw(); }); }
  function fetchList(site) {
    return store.fetch(site ? "?site=" + site : "").then(function () { told = { needs: "" }; draw(); }, function (error) { told = { needs: error.needs || "network" }; draw(); });
  }
  function choose(kept) {
    return el("section", {}, [
      el("p", { text: kept.told.sites.length ? "选今天要走访的安置点：" : "你的账号不属于一个旗县或安置点，没有走访名单。" }),
      el("div", {}, kept.told.sites.map(function (site) {
        return el("button", { class: "v-site btn", text: site.name, onclick: function () { fetchList(site.id); } });
      }))
    ]);
  }
  function person(one, done) {
    return el("button", { class: "v-person" + (done ? " is-done" : ""), onclick: function () { open = one; draw(); } }, [
      el("b", { text: one.name }), el("span", { text: "身份证尾号 " + one.tail }), one.phone ? el("span", { text: one.phone }) : null,
      el("small", { text: done || one.why.join("；") })
    ]);
  }
  function list(kept, items) {
    var done = {}, words = { done: "已走访，待发送", not_home: "不在家，待发送", refused: "不愿意答，待发送" };
    items.forEach(function (item) { done[item.person] = item.said || words[item.outcome]; });
    return el("section", {}, [
      el("p", { class: "quiet", text: "要走访 " + kept.told.people.length + " 人。名单 " + new Date(kept.told.now).toLocaleString("zh-CN") + " 取得，" + kept.told.days + " 天后自动清除。" }),
      kept.told.none ? el("p", { class: "v-none", text: kept.told.none }) : null,
      items.filter(function (i) { return i.said; }).length ? el("div", { class: "v-refused" }, items.filter(function (i) { return i.said; }).map(function (i) {
        return el("p", {}, [i.said + " ", el("button", { class: "btn", text: "知道了，去掉", onclick: function () { store.drop(i.uuid); } })]);
      })) : null,
      el("div", {}, kept.told.people.map(function (one) { return person(one, done[one.id]); })),
      kept.told.sites.length > 1 ? el("button", { class: "btn", text: "换安置点", onclick: function () { fetchList(""); } }) : null
    ]);
  }
  function question(asked) {
    var field;
    if (asked.options.length) {
      field = el("div", { class: "v-options" }, asked.options.map(function (option) {
        return el("label", {}, [el("input", { type: "radio", name: asked.key, value: option[0] }), el("span", { text: option[1] })]);
      }));
    } else {
      field = el("input", { class: "form-control", name: asked.key, maxlength: "100", inputmode: asked.write === "text" ? "text" : "numeric" });
    }
    return el("fieldset", {}, [el("legend", { text: asked.label }), field]);
  }
  function answers(form) {
    var found = {};
    new FormData(form).forEach(function (value, name) {
      var text = String(value).trim();
      if (text) { found[name] = text === "true" ? true : text === "false" ? false : text; }
    });
    return found;
  }
  function finish(kept, outcome, found) {
    var item = { person: open.id, form: kept.told.form, outcome: outcome, answers: found };
    open = null;
    return store.add(item).then(function () { window.scrollTo(0, 0); if (navigator.onLine) { return sync(); } return draw(); });
  }
  function survey(kept) {
    var form = el("form", { class: "v-form", onsubmit: function (event) { event.preventDefault(); finish(kept, "done", answers(form)); } }, [
      el("p", { class: "v-notice", text: kept.told.notice }),
      el("div", {}, kept.told.questions.map(question)),
      el("button", { class: "btn btn-primary", text: "记下" })
    ]);
    return el("section", {}, [
      el("h1", { text: open.name }), el("p", { class: "quiet", text: open.why.join("；") }), form,
      el("div", { class: "v-else" }, [
        el("button", { class: "btn", text: "不在家", onclick: function () { finish(kept, "not_home", {}); } }),
        el("button", { class: "btn", text: "本人不愿意答", onclick: function () { finish(kept, "refused", {}); } }),
        el("button", { class: "btn", text: "返回名单", onclick: function () { open = null; draw(); } })
      ])
    ]);
  }
  function draw() {
    return Promise.all([store.list(), store.waiting()]).then(function (both) {
      var kept = both[0], items = both[1], body;
      if (!kept) { open = null; body = el("p", { text: told.needs === "network" ? "手机上还没有名单，要有网络才能取。" : "正在取名单……" }); }
      else if (open) { if (root.dataset.open === String(open.id)) { return; } body = survey(kept); }
      else { body = kept.told.site ? list(kept, items) : choose(kept); }
      root.dataset.open = open ? String(open.id) : "";
      root.replaceChildren(bar(kept, items), body);
    });
  }
  window.addEventListener("offline", draw);
  window.addEventListener("online", draw);
  draw().then(function () { return store.list(); }).then(function (kept) { return kept ? sync() : fetchList(""); });
}());
