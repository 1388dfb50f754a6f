// What a script adds to every page: after a form came back, the first thing to read has the focus.
"use strict";
const first = document.querySelector("[data-focus]");
if (first) first.focus();
