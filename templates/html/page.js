"use strict";
// Set the formulas.  What KaTeX cannot set stays readable as LaTeX, and says so on the console.
const MACROS = { "\\deriveTensor": "\\htmlData{t=#1}{#2}", "\\derivePart": "\\htmlClass{part p#1}{#2}", "\\deriveDelta": "\\allowbreak\\htmlClass{delta}{#1}", "\\derivePath": "\\htmlClass{path p#2}{\\text{#1}}" };
const set = (latex, element) =>
  katex.render(latex, element, { macros: { ...MACROS }, trust: true, strict: "ignore", throwOnError: false });
for (const element of document.querySelectorAll(".math")) set(element.textContent, element);

// Light or dark: what the system says, until the button is pressed.
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* a browser that keeps nothing */ }
});

// On a narrow page the title comes first, and the list of contents is shut below it.
const contents = document.querySelector("nav[aria-label=Contents]");
if (contents) {
  const narrow = matchMedia("(max-width: 62rem)"), frame = contents.parentElement, head = document.getElementById("head");
  const place = () => {
    contents.querySelector("details").open = !narrow.matches;
    if (narrow.matches) head.after(contents); else frame.prepend(contents);
  };
  narrow.addEventListener("change", place);
  place();
}

// What is linked to is shown, even if it is folded away; on paper, everything is.
const unfold = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
  if (target?.closest("details.fold")) target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
let shut = [];
addEventListener("beforeprint", () => {
  shut = [...document.querySelectorAll("details.fold:not([open])")];
  for (const fold of shut) fold.open = true;
});
addEventListener("afterprint", () => { for (const fold of shut) fold.open = false; });

// The index: only the lines that hold every word that is looked for.
const search = document.getElementById("search");
if (search) {
  const rows = [...document.querySelectorAll(".zoo tbody tr")];
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
    const count = rows.filter((row) => !row.hidden).length;
    document.getElementById("found").textContent = words.length ? `${count} of ${rows.length}` : "";
  });
}

// What is wider than its place can be scrolled by keyboard.
const reachable = () => {
  for (const wide of document.querySelectorAll(".wide, pre")) {
    if (wide.scrollWidth > wide.clientWidth + 1) { wide.tabIndex = 0; wide.setAttribute("role", "region"); wide.setAttribute("aria-label", "wider than the page"); }
    else { wide.removeAttribute("tabindex"); wide.removeAttribute("role"); wide.removeAttribute("aria-label"); }
  }
};
addEventListener("resize", reachable);
reachable();

// Point at a tensor: all its places, its gradient and the paths through it light up, and the lens says what it is.
const lens = document.getElementById("lens");
if (lens) {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const places = {};
  for (const element of document.querySelectorAll("[data-t]")) (places[element.dataset.t] ??= []).push(element);
  let lit = [], kept = null, shown = null, leaving = 0;

  const add = (element, mark) => { element.classList.add(mark); lit.push([element, mark]); };
  const light = (name, mark) => {
    for (const place of places[name] ?? []) {
      add(place, mark);
      const equation = place.closest(".equation"), heading = place.closest(".path > p");
      if (equation) add(equation, "lit");
      if (heading) add(heading.parentElement, "through"); // a path that goes through the tensor
    }
  };
  const dark = () => {
    for (const [element, mark] of lit) element.classList.remove(mark);
    lit = [];
    shown = null;
    lens.hidden = true;
  };
  const formula = (latex) => { const span = document.createElement("span"); set(latex, span); return span; };
  const links = (numbers) => numbers.flatMap((number) => {
    const link = document.createElement("a");
    link.href = `#eq-${number}`;
    link.textContent = `(${number})`;
    return [" ", link];
  });
  const part = (...children) => { const span = document.createElement("span"); span.append(...children); return span; };

  const show = (name) => {
    if (name === shown) return;
    dark();
    const fact = facts[name];
    if (!fact) return;
    const tensor = fact.of ?? name, gradient = fact.of ? name : fact.gradient;
    light(tensor, "use");
    if (gradient) light(gradient, "grad");
    lens.replaceChildren(
      part(formula(fact.symbol), " "),
      part(fact.kind, ...(fact.of ? [" ", formula(facts[fact.of].symbol)] : []), ", ", formula(fact.shape)),
      ...(fact.equation ? [part("defined in", ...links([fact.equation]))] : []),
      ...(fact.used.length ? [part("read in", ...links(fact.used))] : []),
      ...(gradient && gradient !== name ? [part("gradient ", formula(facts[gradient].symbol), ...links([facts[gradient].equation]))] : []),
    );
    lens.hidden = false;
    shown = name;
  };
  const tensorAt = (target) => target instanceof Element ? target.closest("[data-t]")?.dataset.t : undefined;

  document.addEventListener("pointerover", ({ target }) => {
    if (lens.contains(target)) { clearTimeout(leaving); return; }
    const name = tensorAt(target);
    if (name === undefined) {
      clearTimeout(leaving);
      leaving = setTimeout(() => (kept ? show(kept) : dark()), 300);
    } else {
      clearTimeout(leaving);
      show(name);
    }
  });
  document.addEventListener("click", ({ target }) => {
    const name = tensorAt(target);
    if (lens.contains(target) || (target instanceof Element && target.closest("a, button, summary"))) return;
    kept = name === undefined || name === kept ? null : name;
    if (kept) show(kept); else if (name === undefined) dark();
  });
  for (const button of document.querySelectorAll("[data-light]")) { // what can be pointed at, for the keyboard
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      kept = kept === button.dataset.light ? null : button.dataset.light;
      if (kept) show(kept); else dark();
      for (const other of document.querySelectorAll("[data-light]")) other.setAttribute("aria-pressed", String(other.dataset.light === kept));
    });
  }
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") { kept = null; dark(); } });
}
document.documentElement.dataset.ready = "";
