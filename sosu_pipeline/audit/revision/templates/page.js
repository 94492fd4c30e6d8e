(function () {
  "use strict";
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

  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () {
    closed = Array.from(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (each) { each.open = false; });
  });

  reveal();
}());
