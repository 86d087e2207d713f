/* What the desk and the queue show at once of a tap, before the server has answered: pending.js keeps the
   taps and sends them. */
const kept = document.getElementById("kept");

function showObject(tap) {
  if (!kept || document.getElementById(`n-${tap.nonce}`)) return;
  const line = document.createElement("li");
  line.className = "unsent";
  line.id = `n-${tap.nonce}`;
  line.textContent = `${tap.item} – ${kept.dataset.waiting}`;
  kept.append(line);
}

document.addEventListener("tap-kept", ({ detail: tap }) => {
  if (tap.action === "take_in") return showObject(tap);
  const [, sheet] = tap.to?.match(/\/sheets\/(\d+)\/$/) ?? [null, tap.sheet];
  const id = tap.announcement ? `a-${tap.announcement}` : `s-${sheet}`;
  document.getElementById(id)?.classList.add("unsent");
});

document.addEventListener("list-drawn", () => {
  kept?.replaceChildren();
  const given = document.getElementById("given");
  given?.scrollIntoView({ block: "start" });
  given?.focus({ preventScroll: true });
});

/* Whose turn it is cannot be known without the others: calling needs the network. */
document.addEventListener("submit", (event) => {
  const sentence = event.target.dataset.online;
  if (!sentence || navigator.onLine) return;
  event.preventDefault();
  document.getElementById("refused").textContent = sentence;
});
