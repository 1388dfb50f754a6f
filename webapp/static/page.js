// What a script adds to every page: after a form came back, the first thing to read has the focus,
// unless the address leads to a place of its own.
"use strict";
const first = document.querySelector("[data-focus]");
if (first && !location.hash) first.focus();
// Whoever is led to a place sees what is folded there.
const place = location.hash && document.getElementById(location.hash.slice(1));
if (place) for (const folded of place.querySelectorAll("details")) folded.open = true;
