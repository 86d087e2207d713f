// While the worker is at it, shows how far it is without reloading the page under the reader.
(() => {
  const EVERY_MS = 2000;
  async function look() {
    const shown = document.querySelector("[data-batch-running]");
    if (!shown) return;
    const answer = await fetch(window.location.href, { credentials: "same-origin" }).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("batch");
      if (fresh) document.getElementById("batch").replaceWith(fresh);
    }
    window.setTimeout(look, EVERY_MS);
  }
  window.setTimeout(look, EVERY_MS);
})();
