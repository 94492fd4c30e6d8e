(function () {
  "use strict";
  var root = document.documentElement;
  var theme = document.getElementById("tema");
  var SAVED = "sosu-tema";
  var closed = [];

  function open(from) {
    for (var each = from; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") { each.open = true; }
    }
  }

  function reveal() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) { open(target); target.scrollIntoView(); }
  }

  function dark() {
    return root.dataset.tema ? root.dataset.tema === "moerk" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function paint(choice) {
    if (choice) { root.dataset.tema = choice; }
    theme.textContent = dark() ? "Lyst tema" : "Mørkt tema";
  }

  function saved(choice) {
    try {
      if (choice) { localStorage.setItem(SAVED, choice); }
      return localStorage.getItem(SAVED);
    } catch (error) {
      return null;
    }
  }

  theme.addEventListener("click", function () { var next = dark() ? "lys" : "moerk"; saved(next); paint(next); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { paint(); });
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () {
    closed = Array.from(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (each) { each.open = false; });
  });

  theme.hidden = false;
  paint(saved());
  reveal();
}());
