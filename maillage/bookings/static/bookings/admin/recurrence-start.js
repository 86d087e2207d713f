// Draws the widget over each text area that holds a rule.
(function () {
  function start() {
    document.querySelectorAll("textarea.recurrence-widget:not([data-started])").forEach(function (area) {
      if (area.id.indexOf("__prefix__") !== -1) return;
      area.dataset.started = "true";
      new recurrence.widget.Widget(area.id, {});
      // The widget draws a form of its own: Enter in one of its fields must not leave the page.
      area.parentNode.addEventListener("submit", function (event) {
        event.preventDefault();
        event.stopPropagation();
      });
    });
  }
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
