/* What the list shows at once of a tap, before the server has answered: pending.js keeps the taps and
   sends them. */
function showVisitor(tap) {
  const form = document.querySelector(".walk-in");
  const item = document.createElement("li");
  item.className = "unsent";
  item.id = `n-${tap.nonce}`;
  item.textContent = `${tap.name || form.dataset.visitor} (${tap.seats}) – ${form.dataset.waiting}`;
  if (!document.getElementById(item.id)) document.getElementById("people").append(item);
}

document.addEventListener("tap-kept", ({ detail: tap }) => {
  if (tap.action === "walk_in") return showVisitor(tap);
  const item = document.getElementById(`p-${tap.registration}`);
  if (!item) return;
  item.classList.add("unsent");
  if (tap.action !== "attendance") return;
  item.dataset.state = tap.attendance;
  for (const button of item.querySelectorAll("[aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button.value === tap.attendance));
  }
});
