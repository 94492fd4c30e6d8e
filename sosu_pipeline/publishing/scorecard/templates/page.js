(function () {
  "use strict";
  var root = document.documentElement;
  var filter = document.getElementById("filter");
  var shown = document.getElementById("vist");
  var boxes = all("[name=status]", filter);
  var focus = filter.elements.namedItem("fokus");

  function all(selector, within) {
    return Array.from((within || document).querySelectorAll(selector));
  }

  function chosen() {
    return boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
  }

  function told(found, total, one, several) {
    return found + " af " + total + " " + (total === 1 ? one : several);
  }

  function show(items, statuses) {
    return items.filter(function (item) {
      var fits = (!statuses.length || statuses.includes(item.dataset.status)) &&
        (!focus.value || focus.value === item.dataset.fokus);
      item.hidden = !fits;
      return fits;
    }).length;
  }

  function hideEmpty(selector, within) {
    all(selector).forEach(function (each) {
      each.hidden = !all(within, each).some(function (item) { return !item.hidden; });
    });
  }

  function apply() {
    var statuses = chosen();
    var rows = all("[data-indsats]");
    var sector = all("[data-sektormaal]");
    var text = "Viser " + told(show(rows, statuses), rows.length, "indsats", "indsatser");
    show(all("[data-raekke]"), statuses);
    if (sector.length) {
      text += " og " + told(show(sector, statuses), sector.length, "sektormål", "sektormål");
    }
    hideEmpty("table.overblik", "[data-raekke]");
    hideEmpty(".omraade", "[data-indsats], [data-sektormaal]");
    root.classList.toggle("filtreret", Boolean(statuses.length || focus.value));
    shown.textContent = text + ".";
  }

  function remember() {
    var parts = [];
    var statuses = chosen();
    if (statuses.length) { parts.push("status=" + statuses.join(",")); }
    if (focus.value) { parts.push("fokus=" + encodeURIComponent(focus.value)); }
    history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search);
  }

  function clear() {
    boxes.forEach(function (box) { box.checked = false; });
    focus.value = "";
    apply();
  }

  function recall() {
    var hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) { reveal(hash); return; }
    var asked = new URLSearchParams(hash);
    var statuses = (asked.get("status") || "").split(",");
    boxes.forEach(function (box) { box.checked = statuses.includes(box.value); });
    focus.value = asked.get("fokus") || "";
    if (focus.selectedIndex < 0) { focus.value = ""; }
    apply();
  }

  function reveal(id) {
    var target = document.getElementById(id);
    if (target && target.closest("[hidden]")) {
      clear();
      target.scrollIntoView();
    }
  }

  filter.addEventListener("change", function () { apply(); remember(); });
  filter.addEventListener("submit", function (event) { event.preventDefault(); });
  filter.addEventListener("reset", function (event) { event.preventDefault(); clear(); remember(); });
  window.addEventListener("hashchange", recall);

  filter.hidden = false;
  apply();
  recall();
}());
