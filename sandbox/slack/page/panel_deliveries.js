// The last deliveries to the app, whether it acknowledged them in time, and what Slack would object to.

import { get, getIfThere, listOf, post } from "./api.js";
import { h, icon, note } from "./dom.js";
import { emit, nameOf } from "./state.js";

const MOST = 40;
const opened = new Set();

export function drawDeliveries(body) {
  const violations = h("div", { class: "violations" });
  const list = h("div", { class: "delivery-list" });
  body.append(violations, list);
  let print = "";

  return async () => {
    const [deliveries, found, calls] = await Promise.all([
      get("/sandbox/slack/deliveries"), getIfThere("/sandbox/slack/violations"), getIfThere("/sandbox/slack/calls"),
    ]);
    const last = listOf(deliveries, "deliveries").slice(-MOST).reverse();
    const wrong = [
      ...listOf(found, "violations"),
      ...listOf(calls, "calls").filter(({ ok }) => ok === false).map(refusedCall)
    ];
    const now = JSON.stringify([last, wrong]);
    if (now === print) return;
    print = now;
    violations.replaceChildren(...drawViolations(wrong));
    list.replaceChildren(...(last.length ? last.map(drawDelivery) : [note("Nothing was sent yet. Type a command.")]));
  };
}

const refusedCall = ({ method, error }) => ({ where: method, what: `refused: ${error}` });

function drawViolations(wrong) {
  if (!wrong.length) return [h("div", { class: "fine" }, icon("check"), " Slack has no objections")];
  return [h("h3", {}, `${wrong.length} ${wrong.length === 1 ? "objection" : "objections"}`),
    ...wrong.slice(-12).reverse().map(drawViolation)];
}

function drawViolation({ where, what }) {
  return h("div", { class: "violation" }, icon("warning"), h("div", {}, h("b", {}, where), h("span", {}, what)));
}

function drawDelivery(delivery) {
  const { n, kind, name, user, attempts = [], acknowledged } = delivery;
  const last = attempts.at(-1);
  const time = last?.elapsed_ms === undefined || last.elapsed_ms === null ? "" : `${Math.round(last.elapsed_ms)} ms`;
  const retries = attempts.length > 1 ? `, ${attempts.length} attempts` : "";
  const trouble = acknowledged ? "" : (last?.error ?? (last ? `answered ${last.status}` : "not answered"));
  const words = [
    h("b", {}, name || kind),
    h("small", {}, `${kind}, ${nameOf(user)}${retries}`),
    trouble && h("small", { class: "trouble" }, trouble),
  ];
  const keep = () => (details.open ? opened.add(n) : opened.delete(n));
  const details = h("details", { class: "delivery", open: opened.has(n), toggle: keep },
    h(
      "summary",
      {},
      mark(acknowledged),
      h("span", { class: "delivery-words" }, words),
      h("span", { class: "ms" }, time),
    ),
    h("div", { class: "delivery-more" },
      h("button", { type: "button", class: "button small", click: () => again(n) }, "Deliver Again"),
      h("h4", {}, "Answer"), dump(delivery.answer), h("h4", {}, "Payload"), dump(delivery.payload)));
  return details;
}

function mark(acknowledged) {
  const label = acknowledged ? "acknowledged" : "not acknowledged";
  return h("span", { class: acknowledged ? "ack yes" : "ack no", role: "img", "aria-label": label },
    icon(acknowledged ? "check" : "warning"));
}

function dump(content) {
  const empty = content === null || content === undefined || content === "";
  return h("pre", { class: "code-block" }, empty ? "(empty)" : JSON.stringify(content, null, 2));
}

async function again(n) {
  try {
    await post("/sandbox/slack/redeliver", { n });
  } catch (error) {
    emit("notice", error.message);
  }
}
