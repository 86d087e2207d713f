/* Suggestions while somebody types: an editable combobox with a list, as the ARIA Authoring Practices
   describe it (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without this script the form works. */
"use strict";

(() => {
  const PAUSE = 150; // milliseconds without a key before the site is asked
  const SHORTEST = 2;

  function makeCombobox(box) {
    const input = box.querySelector("input");
    const list = box.querySelector("[role=listbox]");
    const status = box.querySelector("[role=status]");
    let timer = 0;
    let asked = 0;
    let active = -1;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    const options = () => [...list.children];
    const isOpen = () => !list.hidden;

    function close() {
      list.hidden = true;
      activate(-1);
      input.setAttribute("aria-expanded", "false");
    }

    function activate(index) {
      active = index;
      options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      const option = options()[index];
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    function show(suggestions) {
      list.replaceChildren(...suggestions.map(makeOption));
      active = -1;
      list.hidden = suggestions.length === 0;
      input.setAttribute("aria-expanded", String(isOpen()));
      input.removeAttribute("aria-activedescendant");
      const { none, one, many } = box.dataset;
      const number = suggestions.length;
      status.textContent = number === 0 ? none : number === 1 ? one : many.replace("%n", number);
    }

    function makeOption(suggestion, index) {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = suggestion.url;
      const label = document.createElement("small");
      label.textContent = suggestion.label;
      option.append(suggestion.title, label);
      return option;
    }

    async function ask() {
      const text = input.value.trim();
      const number = ++asked;
      if (text.length < SHORTEST) {
        close();
        return;
      }
      try {
        const answer = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(text)}`);
        const { suggestions } = await answer.json();
        // A slow answer to what is no longer typed is dropped.
        if (number === asked && document.activeElement === input) show(suggestions);
      } catch {
        close();
      }
    }

    function open(option) {
      window.location.assign(option.dataset.url);
    }

    input.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE);
    });

    input.addEventListener("keydown", (event) => {
      const last = options().length - 1;
      if (event.key === "Escape" && isOpen()) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!isOpen()) return;
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        const next = active + step;
        activate(next > last ? -1 : next < -1 ? last : next);
      } else if (event.key === "Enter") {
        window.clearTimeout(timer);
        asked += 1;
        if (active >= 0) {
          event.preventDefault();
          open(options()[active]);
        }
      }
    });

    input.addEventListener("blur", () => {
      window.clearTimeout(timer);
      close();
    });
    // Before the blur, which would close the list under the pointer.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) open(option);
    });
  }

  document.querySelectorAll(".combobox").forEach(makeCombobox);
})();
