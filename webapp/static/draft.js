// What a script adds to the wizard: it saves while one types and shows the checks early. Without it the buttons do both.
"use strict";

const form = document.getElementById("f");
const saved = document.getElementById("saved");
const list = document.getElementById("checks-list");
const hints = document.getElementById("hints-list");
const said = document.getElementById("checks-said");
const PAUSE = 600;      // ms after the last key before the checks are asked for
const SAVE_EVERY = 10000; // ms between two saves while something changed
let dirty = false;
let pause = 0;
let asking = null;
let sending = false;
let composing = false;  // an input method is open: what stands in the field is nobody's answer yet

function fields() {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  return data;
}

async function look() {
  if (composing) return;
  if (asking) asking.abort();
  asking = new AbortController();
  const busy = setTimeout(() => { said.textContent = list.dataset.busy; }, 1000);
  try {
    const answer = await fetch(form.dataset.look, { method: "POST", body: fields(), signal: asking.signal });
    if (!answer.ok && answer.status !== 429) return;
    const told = await answer.json();
    if (!answer.ok) { said.textContent = told.said; return; }
    list.innerHTML = told.panel;
    if (hints) hints.innerHTML = told.hints;
    said.textContent = told.said;
    for (const place of document.querySelectorAll("[data-sum]")) place.textContent = told.sums[place.dataset.sum] || "";
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = "";
  } finally {
    clearTimeout(busy);
  }
}

async function save() {
  if (!dirty || sending || composing) return;
  dirty = false;
  sending = true;
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: fields() });
    if (answer.status === 401) saved.textContent = form.dataset.ended;
    if (!answer.ok && answer.status !== 409) { dirty = true; return; }
    const told = await answer.json();
    saved.textContent = told.said;
    if (answer.ok) {
      form.elements.version.value = told.version;
      form.elements.base.value = told.base;
    }
  } catch (error) {
    dirty = true;
  } finally {
    sending = false;
  }
}

function changed(event) {
  if (event.isComposing || composing || event.target.type === "file") return;
  dirty = true;
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE);
}

form.addEventListener("input", changed);
form.addEventListener("compositionstart", () => {
  composing = true;
  clearTimeout(pause);
  if (asking) asking.abort();
});
form.addEventListener("compositionend", (event) => {
  composing = false;
  changed(event);
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
});
form.addEventListener("submit", () => { dirty = false; });
setInterval(save, SAVE_EVERY);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && dirty && !composing) {
    dirty = false;
    navigator.sendBeacon(form.dataset.autosave, fields());
  }
});
