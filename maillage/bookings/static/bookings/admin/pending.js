/* Taps survive a lost network: each is kept on the phone with its own number, shown at once, and sent
   in order when the network is back. The server answers which are done; sent twice, a tap counts once.
   Without this script the same forms are sent one by one.

   A screen has #live[data-url][data-key][data-worker][data-cache], #waiting, #refused, and forms [data-tap].
   The screens of one day share their key, so that any of them sends what another kept. The script that shows
   what was tapped comes first, and hears « tap-kept » (its detail is the tap) on the document; « list-drawn »
   follows each new list, on a screen whose #live is not hidden. A form [data-alone] goes to its own address,
   with its number in its field [data-nonce]; the others go together to that of #live. What is refused from a form [data-refill] is kept until it is typed again. */
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

function say(isUnknown) {
  const count = read().length;
  const { one, many, signedOut } = waiting.dataset;
  waiting.textContent = isUnknown ? signedOut : count === 1 ? one : many.replace("{count}", count);
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

/* What a tap says, as pairs: a name may come several times. */
function pairs(tap) {
  return tap.entries ?? Object.entries(tap);
}

/* Where a form goes: one of its fields may be called « action » too. */
function addressOf(form) {
  return new URL(form.getAttribute("action") ?? "", location.href).href;
}

/* The form that a refused tap came from, when this page has it. */
function formOf(tap) {
  const forms = Array.from(document.querySelectorAll("form[data-refill]"));
  if (tap.to) return forms.find((form) => addressOf(form) === tap.to);
  const isSame = (form) => form.querySelector("[name=action]")?.value === tap.action;
  return forms.find(isSame);
}

function refill(form, tap) {
  const said = pairs(tap);
  for (const field of form.elements) {
    const values = said.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length && field.type !== "hidden" && field.type !== "submit") field.value = values[0];
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
      const others = read(REFUSED).filter((one) => one.nonce !== tap.nonce);
      write(others, REFUSED);
      line.remove();
    });
    line.append(" ", button);
  }
  refused.append(line);
}

function refuse(tap, sentence) {
  const told = { ...tap, sentence };
  if (tap.refill) write([...read(REFUSED), told], REFUSED);
  sayRefused(told);
}

function post(address, headers, body) {
  const options = { method: "POST", credentials: "same-origin", body };
  return fetch(address, { ...options, headers: { ...headers, "X-CSRFToken": token() } });
}

function isSignedOut(answer) {
  return answer.redirected || answer.status === 403;
}

/* The taps of a list go together; the answer says which are done, and what the list is now. */
async function sendTogether(taps) {
  const now = Date.now();
  const aged = taps.map((tap) => ({ ...tap, age: Math.max(0, now - tap.at) }));
  const body = JSON.stringify({ taps: aged });
  const answer = await post(live.dataset.url, { "Content-Type": "application/json" }, body);
  if (isSignedOut(answer)) return false;
  if (!answer.ok) throw new Error(answer.status);
  const told = await answer.json();
  write(read().filter((tap) => !told.done.includes(tap.nonce)));
  for (const { nonce, sentence } of told.refused) {
    refuse(
      taps.find((tap) => tap.nonce === nonce),
      sentence,
    );
  }
  if (!read().length && !live.hidden && !isBusy()) draw(told.html);
  return true;
}

/* A form [data-alone] goes by itself to its own address, which answers where to go on, or what is wrong. */
async function sendAlone(tap) {
  const body = new URLSearchParams([...tap.entries, ["age", Math.max(0, Date.now() - tap.at)]]);
  const answer = await post(tap.to, { Accept: "application/json" }, body);
  if (isSignedOut(answer)) return false;
  if (answer.status >= 500) throw new Error(answer.status);
  const told = await answer.json().catch(() => ({}));
  write(read().filter((one) => one.nonce !== tap.nonce));
  const form = formOf(tap);
  const isHere = form?.dataset.nonce === tap.nonce;
  if (answer.ok && isHere) location.assign(told.next);
  // Sent as it stands, without this script: the server draws the form with what is wrong beside each field.
  else if (!answer.ok && isHere) form.submit();
  else if (!answer.ok) refuse(tap, `${tap.words}${waiting.dataset.refused}`);
  return true;
}

async function flush() {
  if (sending) return;
  sending = true;
  let isKnown = true;
  try {
    while (isKnown && read().length) {
      const taps = read().slice(0, 100);
      const alone = taps.findIndex((tap) => tap.to);
      isKnown = alone === 0 ? await sendAlone(taps[0]) : await sendTogether(taps.slice(0, alone < 0 ? 100 : alone));
    }
    say(!isKnown);
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

function tapOf(form, submitter) {
  const nonce = newNumber();
  const key = form.querySelector("[data-nonce]");
  if (key) key.value = nonce;
  const entries = Array.from(new FormData(form, submitter)).filter(([name]) => name !== "csrfmiddlewaretoken");
  const tap = { nonce, at: Date.now(), refill: "refill" in form.dataset };
  if (!("alone" in form.dataset)) return { ...Object.fromEntries(entries), ...tap };
  form.dataset.nonce = nonce;
  return { ...tap, entries, to: addressOf(form), words: form.dataset.alone };
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-tap]")) return;
  event.preventDefault();
  const tap = tapOf(form, event.submitter);
  refused.querySelectorAll("p:not(:has(button))").forEach((line) => line.remove());
  // A form that goes alone says all that there is to say: what was kept of it before is out of date.
  write([...read().filter((one) => !tap.to || one.to !== tap.to), tap]);
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
