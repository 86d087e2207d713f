/* Taps survive a lost network: each is kept on the phone with its own number, shown at once, and sent
   in order when the network is back. The server answers which are done; sent twice, a tap counts once.
   Without this script the same forms are sent one by one.

   A screen has #live[data-url][data-key], #waiting, #refused, and forms [data-tap]. The script that shows
   what was tapped comes first, and hears « tap-kept » (its detail is the tap) on the document; « list-drawn »
   follows each new list. What is refused from a form [data-refill] is kept until it was typed again. */
const live = document.getElementById("live");
const waiting = document.getElementById("waiting");
const refused = document.getElementById("refused");
const KEY = live.dataset.key;
const REFUSED = `${KEY}:refused`;
const RETRY_AFTER = 5000;
const DAY = 24 * 60 * 60 * 1000;
const memory = {};
let sending = false;

function read(key = KEY) {
  try {
    return JSON.parse(localStorage.getItem(key)) || [];
  } catch {
    return memory[key] || [];
  }
}

function write(taps, key = KEY) {
  memory[key] = taps;
  try {
    taps.length ? localStorage.setItem(key, JSON.stringify(taps)) : localStorage.removeItem(key);
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
  document.dispatchEvent(new CustomEvent("tap-kept", { detail: tap }));
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

/* The form that a refused tap came from, when this page has it. */
function formOf(tap) {
  const forms = Array.from(document.querySelectorAll("form[data-refill]"));
  const isSame = (form, name) => form.querySelector(`[name="${name}"]`)?.value === tap[name];
  return forms.find((form) => isSame(form, "action") && (!tap.sheet || isSame(form, "sheet")));
}

function refill(form, tap) {
  for (const field of form.elements) {
    if (!(field.name in tap) || field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === tap[field.name];
    else field.value = tap[field.name];
  }
  form.querySelector("input:not([type=hidden])")?.focus();
}

function sayRefused(tap) {
  const line = document.createElement("p");
  line.className = "note serious";
  line.textContent = tap.sentence;
  const form = formOf(tap);
  if (form) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = form.dataset.refill;
    button.addEventListener("click", () => {
      refill(form, tap);
      forgetRefused(tap);
      line.remove();
    });
    line.append(" ", button);
  }
  refused.append(line);
}

function forgetRefused(tap) {
  write(
    read(REFUSED).filter((one) => one.nonce !== tap.nonce),
    REFUSED,
  );
}

function settle(answer) {
  const sent = read();
  write(sent.filter((tap) => !answer.done.includes(tap.nonce)));
  for (const { nonce, sentence } of answer.refused) {
    const tap = { ...sent.find((one) => one.nonce === nonce), sentence };
    if (tap.refill) write([...read(REFUSED), tap], REFUSED);
    sayRefused(tap);
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

function newNumber() {
  const parts = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16).padStart(8, "0"));
  return parts.join("");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-tap]")) return;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  delete fields.csrfmiddlewaretoken;
  const tap = { ...fields, nonce: newNumber(), at: Date.now() };
  if (form.matches("[data-refill]")) tap.refill = true;
  refused.querySelectorAll("p:not(:has(button))").forEach((line) => line.remove());
  write([...read(), tap]);
  show(tap);
  say(false);
  form.closest("details")?.removeAttribute("open");
  if (form.matches("[data-reset]")) form.reset();
  flush();
});

/* The phone may close this window: what draws it is kept, so that it opens again without network. */
async function keepPage() {
  await navigator.serviceWorker.register(live.dataset.worker);
  const parts = document.querySelectorAll("link[rel=stylesheet], script[src]");
  const addresses = Array.from(parts, (part) => part.href || part.src);
  const also = live.dataset.also?.split(" ") ?? [];
  const kept = await caches.open(live.dataset.cache);
  for (const request of await kept.keys()) {
    const old = await kept.match(request);
    if (Date.now() - Date.parse(old.headers.get("Date")) > DAY) await kept.delete(request);
  }
  await kept.addAll([location.pathname, ...addresses, ...also]);
  await navigator.serviceWorker.ready;
  live.dataset.kept = "yes";
}

if ("serviceWorker" in navigator) keepPage().catch(() => {});
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
read().forEach(show);
read(REFUSED).forEach(sayRefused);
say(false);
if (read().length) flush();
