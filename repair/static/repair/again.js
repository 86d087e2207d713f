/* Asks for one part of the page again every few seconds. The browser keeps it with its ETag, so that an
   unchanged part costs an empty answer. Without this script the page reloads itself. */
const part = document.querySelector("[data-again]");
const lost = document.querySelector("[data-lost]");

/* Drawn again only when something changed, so that nothing is read aloud twice. */
function draw(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  if (fresh.innerHTML.trim() !== part.innerHTML.trim()) part.replaceChildren(fresh.content);
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(part.dataset.again, { cache: "no-cache", credentials: "omit" });
    if (!answer.ok) throw new Error(answer.status);
    draw(await answer.text());
    lost.textContent = "";
  } catch {
    lost.textContent = lost.dataset.lost;
  }
}

setInterval(look, part.dataset.seconds * 1000);
document.addEventListener("visibilitychange", look);
window.addEventListener("online", look);
