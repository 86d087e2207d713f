/* Taps survive a lost network: each is kept on the phone with its own number, shown at once, and sent
   in order when the network is back. The server answers which are done; sent twice, a tap counts once.
   Without this script the same forms are sent one by one. */
const live = document.getElementById("live");
const waiting = document.getElementById("waiting");
const refused = document.getElementById("refused");
const KEY = `bookings-check-in:${live.dataset.key}`;
const RETRY_AFTER = 5000;
let sending = false;
let memory = [];

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return memory;
  }
}

function write(taps) {
  memory = taps;
  try {
    taps.length ? localStorage.setItem(KEY, JSON.stringify(taps)) : localStorage.removeItem(KEY);
  } catch {
    /* No room on this phone, or not allowed: the taps live as long as the page. */
  }
}

function say(isSignedOut) {
  const count = read().length;
  const { one, many, signedOut } = waiting.dataset;
  waiting.textContent = isSignedOut ? signedOut : count === 1 ? one : many.replace("{count}", count);
  waiting.hidden = count === 0;
}

function show(tap) {
  if (tap.action === "walk_in") return showVisitor(tap);
  const item = document.getElementById(`p-${tap.registration}`);
  if (!item) return;
  item.classList.add("unsent");
  if (tap.action !== "attendance") return;
  item.dataset.state = tap.attendance;
  for (const button of item.querySelectorAll("[aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button.value === tap.attendance));
  }
}

function showVisitor(tap) {
  const form = document.querySelector(".walk-in");
  const item = document.createElement("li");
  item.className = "unsent";
  item.id = `n-${tap.nonce}`;
  item.textContent = `${tap.name || form.dataset.visitor} (${tap.seats}) – ${form.dataset.waiting}`;
  if (!document.getElementById(item.id)) document.getElementById("people").append(item);
}

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

function isBusy() {
  return live.querySelector("details[open]") !== null || live.querySelector("input:focus, select:focus") !== null;
}

function draw(html) {
  const focused = document.activeElement;
  const place = live.contains(focused) ? [focused.closest("li")?.id, focused.value] : [];
  live.innerHTML = html;
  const again = place[0] && document.getElementById(place[0]);
  again?.querySelector(`button[value="${place[1]}"]`)?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("list-drawn"));
}

function settle(answer) {
  write(read().filter((tap) => !answer.done.includes(tap.nonce)));
  for (const sentence of answer.refused) {
    const line = document.createElement("p");
    line.className = "note serious";
    line.textContent = sentence;
    refused.append(line);
  }
  if (!read().length && !isBusy()) draw(answer.html);
}

async function send() {
  const taps = read().slice(0, 100);
  const now = Date.now();
  const body = JSON.stringify({ taps: taps.map((tap) => ({ ...tap, age: Math.max(0, now - tap.at) })) });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  const answer = await fetch(live.dataset.url, { method: "POST", credentials: "same-origin", headers, body });
  if (answer.redirected || answer.status === 403) return say(true);
  if (!answer.ok) throw new Error(answer.status);
  settle(await answer.json());
  say(false);
}

async function flush() {
  if (sending) return;
  sending = true;
  try {
    await send();
  } catch {
    say(false);
  } finally {
    sending = false;
  }
  if (read().length) setTimeout(flush, RETRY_AFTER);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-tap]")) return;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  delete fields.csrfmiddlewaretoken;
  const nonce = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("");
  const tap = { ...fields, nonce, at: Date.now() };
  refused.textContent = "";
  write([...read(), tap]);
  show(tap);
  say(false);
  form.closest("details")?.removeAttribute("open");
  if (form.matches(".walk-in")) form.reset();
  flush();
});

/* The phone may close this window: what draws it is kept, so that it opens again without network. */
async function keepPage() {
  await navigator.serviceWorker.register(live.dataset.worker);
  const parts = document.querySelectorAll("link[rel=stylesheet], script[src]");
  const addresses = Array.from(parts, (part) => part.href || part.src);
  await caches.delete("bookings-check-in");
  await (await caches.open("bookings-check-in")).addAll([location.pathname, ...addresses]);
  await navigator.serviceWorker.ready;
  live.dataset.kept = "yes";
}

if ("serviceWorker" in navigator) keepPage().catch(() => {});
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
read().forEach(show);
say(false);
if (read().length) flush();
