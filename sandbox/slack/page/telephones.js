// The authenticators of the workspace's people: what each shows at this moment, wherever it is looked at.

import { get, post } from "./api.js";
import { businessNow } from "./clock.js";
import { h, icon } from "./dom.js";
import { on, state } from "./state.js";

const PATH = "/sandbox/telephones";
let shown = { codes: [], until: null, enrols: false };

export const telephones = () => shown;
const codeOf = (user) => shown.codes.find((one) => one.user === user)?.code;

async function hear(answer) {
  shown = await answer;
  draw();
}

export const readTelephones = () => hear(get(PATH));

export const enrol = (user) => hear(post(PATH, { user }));

/** A place in which somebody's code stands for as long as it is on the page. */
export function face(user) {
  return h("b", { class: "code-face", "data-code-of": user }, spaced(codeOf(user)));
}

/** What the acting person reads off while a form is open; nothing for who has no telephone. */
export function faceBesideForm() {
  if (!codeOf(state.me)) return null;
  return h("p", { class: "telephone" }, icon("telephones"), "Your authenticator shows ", face(state.me), left());
}

/** How long the codes of this moment are good. */
export const left = () => h("small", { "data-code-left": "" }, seconds());

const spaced = (code) => (code ? `${code.slice(0, 3)} ${code.slice(3)}` : "");
const millis = () => (shown.until ? Date.parse(shown.until) - businessNow() : Infinity);
const seconds = () => (shown.until ? `${Math.max(0, Math.ceil(millis() / 1000))} s` : "");

function draw() {
  for (const node of document.querySelectorAll("[data-code-of]")) node.textContent = spaced(codeOf(node.dataset.codeOf));
  for (const node of document.querySelectorAll("[data-code-left]")) node.textContent = seconds();
}

export function startTelephones() {
  on("clock clock-moved", () => {
    draw();
    if (millis() <= 0) readTelephones().catch(() => undefined);
  });
}
