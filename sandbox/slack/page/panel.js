// The panel beside the chat: what is true at Partner Center, the clock, faults, deliveries.

import { h, icon } from "./dom.js";
import { drawBooks } from "./panel_books.js";
import { drawClock } from "./panel_clock.js";
import { drawDeliveries } from "./panel_deliveries.js";
import { drawFaults } from "./panel_faults.js";
import { drawMail } from "./panel_mail.js";
import { drawMicrosoft } from "./panel_microsoft.js";
import { drawTelephones } from "./panel_telephones.js";
import { drawTruth } from "./panel_truth.js";
import { openPanel } from "./navigate.js";
import { on, state } from "./state.js";

const $ = (id) => document.getElementById(id);

/** Each draws itself into a body and answers a function that reads again, or null. */
const PANELS = {
  truth: { title: "Partner Center", about: "What it holds right now", draw: drawTruth },
  microsoft: { title: "Microsoft", about: "Invoices, abuse, service requests, webhooks", draw: drawMicrosoft },
  books: { title: "Books", about: "What the partner's own accounts say", draw: drawBooks },
  mail: { title: "Mail", about: "What customers received", draw: drawMail },
  clock: { title: "Clock", about: "Business time, forward only", draw: drawClock },
  faults: { title: "Faults", about: "Let something go wrong", draw: drawFaults },
  telephones: { title: "Telephones", about: "One-time codes of authenticators", draw: drawTelephones },
  deliveries: { title: "Deliveries", about: "What Slack sent to the app", draw: drawDeliveries },
};
const FRESH_MS = 3000;

let refresh = null;
let shown = null;

function show() {
  const panel = PANELS[state.panel];
  $("panel").hidden = !panel;
  document.body.classList.toggle("with-panel", Boolean(panel));
  for (const tab of document.querySelectorAll("[data-panel]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.panel === state.panel));
  }
  if (state.panel === shown) return;
  shown = state.panel;
  refresh = null;
  if (!panel) return;
  $("panel-title").textContent = panel.title;
  $("panel-about").textContent = panel.about;
  const body = h("div", { class: `panel-inner panel-${state.panel}` });
  $("panel-body").replaceChildren(body);
  refresh = panel.draw(body);
  freshen();
}

let busy = false;

async function freshen() {
  if (!refresh || busy || document.hidden) return;
  busy = true;
  const mine = refresh;
  await mine().catch((error) => mine === refresh && complain(error));
  busy = false;
  if (mine !== refresh) freshen();
}

function complain(error) {
  if ($("panel-body").querySelector(".panel-problem")) return;
  $("panel-body").prepend(h("div", { class: "panel-problem", role: "alert" }, icon("warning"), ` ${error.message}`));
}

export function startPanel() {
  for (const name of Object.keys(PANELS)) {
    for (const tab of document.querySelectorAll(`[data-panel="${name}"]`)) {
      tab.prepend(icon(name));
      tab.addEventListener("click", () => openPanel(state.panel === name ? null : name));
    }
  }
  $("panel-close").append(icon("close"));
  $("panel-close").addEventListener("click", () => openPanel(null));
  on("panel", show);
  on("changed clock-moved", freshen);
  setInterval(freshen, FRESH_MS);
}
