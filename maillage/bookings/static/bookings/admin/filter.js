/* A list that narrows while one types. Without this script the list stays whole. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}

for (const input of document.querySelectorAll("[data-filter]")) {
  const narrow = () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    for (const item of document.querySelectorAll(`${input.dataset.filter} > *`)) {
      const text = folded(item.dataset.words || item.textContent);
      item.hidden = !words.every((word) => text.includes(word));
    }
  };
  input.closest("[hidden]")?.removeAttribute("hidden");
  input.addEventListener("input", narrow);
  document.addEventListener("list-drawn", narrow);
  narrow();
}
