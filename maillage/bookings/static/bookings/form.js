// Shows a question only when the answer that it depends on was given. Without it, every question
// is there with a sentence that says whom it is for; the server decides in both cases.
(() => {
  const form = document.querySelector("form.form");
  const depending = [...form.querySelectorAll("[data-show-if]")];
  if (!depending.length) return;

  const chosen = (name) =>
    [...form.elements]
      .filter((input) => input.name === name && input.checked && !input.closest("[hidden]"))
      .map((input) => (input.value === "on" ? "yes" : input.value));

  const update = () => {
    for (const part of depending) {
      const values = part.dataset.showValues.split(" ");
      part.hidden = !chosen(part.dataset.showIf).some((value) => values.includes(value));
    }
  };
  form.addEventListener("change", update);
  update();
})();
