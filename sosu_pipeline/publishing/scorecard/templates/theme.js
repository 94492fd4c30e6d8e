(function () {
  "use strict";
  var root = document.documentElement;
  var theme = document.getElementById("tema");
  var SAVED = "sosu-tema";

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
  theme.hidden = false;
  paint(saved());
}());
