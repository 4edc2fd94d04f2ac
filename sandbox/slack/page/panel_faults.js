// Asks for faults, lists those that wait, takes them back.

import { get, listOf, post, remove } from "./api.js";
import { h, icon, iconButton, note } from "./dom.js";
import { emit } from "./state.js";

const LINE = {
  timeout_before: "no answer, not done",
  timeout_after: "done, no answer",
  reset_before: "connection cut before",
  reset_after: "done, connection cut",
  slow: "slow answer",
};
const MICROSOFT = {
  ...LINE,
  status: "an error status",
  throttle: "429, too many requests",
  truncated: "done, body cut off",
};
const DATED = { misdated: "dated before its time" };
const TARGETS = {
  "partner-center": {
    label: "Partner Center",
    kinds: {
      ...MICROSOFT,
      ...DATED,
      stale_etag: "400 with 2055, ETag is stale",
      accepted_but_unchanged: "200, nothing changed",
      late: "200, visible later",
      accepted: "202, visible later",
      meanwhile: "suspended in the portal just before",
      pascal_case: "names begin with capitals",
      numbers: "numbers in place of words",
      odd_link: "a broken link to the next page",
      redirect: "302 to another address",
    },
    method: ["", "GET", "PATCH", "POST"], path: "/subscriptions/",
  },
  slack: {
    label: "Slack's Web API",
    kinds: {
      ...LINE,
      ...DATED,
      status: "an error status",
      ratelimited: "429, rate limited",
      error: "ok: false",
    },
    method: ["", "chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.update", "users.info"],
  },
  delivery: {
    label: "Delivery to the app",
    kinds: { duplicate: "sent twice", drop_answer: "answer lost, sent again", delay: "sent late" },
    method: ["", "command", "block_actions", "view_submission", "event"],
  },
  token: { label: "Token endpoint", kinds: MICROSOFT, method: [""] },
  webhook: {
    label: "Webhooks from Microsoft",
    kinds: {
      forge: "forged",
      delay: "sent hours later",
      duplicate: "sent twice",
      reorder: "overtaken by the next one",
      drop: "never sent",
    },
    method: ["", "subscription-updated", "invoice-ready", "usagerecords-thresholdExceeded", "azure-fraud-event-detected"],
  },
};
const EXTRA = {
  status: [["status", "number", 503], ["code", "text", ""]],
  throttle: [["retry_after", "number", 5]],
  ratelimited: [["retry_after", "number", 5]],
  error: [["error", "text", "internal_error"]],
  slow: [["seconds", "number", 5]],
  delay: [["seconds", "number", 5]],
  timeout_before: [["seconds", "number", 30]],
  timeout_after: [["seconds", "number", 30]],
  late: [["reads", "number", 2]],
  accepted: [["reads", "number", 2]],
  forge: [["how", "text", "key"]],
  "webhook delay": [["hours", "number", 48]],
  redirect: [["location", "text", "https://elsewhere.example/"]],
};

const options = (pairs) => pairs.map(([value, label]) => h("option", { value }, label));
const valueIn = ({ type, value }) => (type === "number" ? Number(value) : value);
const labelled = (label, control) => h("label", { class: "form-line" }, h("span", {}, label), control);

export function drawFaults(body) {
  const target = h(
    "select",
    { class: "text-input", change: chooseTarget },
    options(Object.entries(TARGETS).map(([name, { label }]) => [name, label])),
  );
  const kind = h("select", { class: "text-input", change: chooseKind });
  const method = h("input", { class: "text-input", list: "fault-methods", placeholder: "any" });
  const methods = h("datalist", { id: "fault-methods" });
  const path = h("input", { class: "text-input", placeholder: "any; part of the path" });
  const times = h("input", { class: "text-input", type: "number", min: 1, value: "1" });
  const skip = h("input", { class: "text-input", type: "number", min: 0, value: "0" });
  const extras = h("div", { class: "form-grid" });
  const problem = h("div", { class: "panel-problem", role: "alert", hidden: true });
  const list = h("div", { class: "fault-list" });
  const forgetAll = () => attempt(() => remove("/sandbox/faults"));
  const all = h("button", { type: "button", class: "button small", click: forgetAll }, "Remove All");
  body.append(
    h("form", { class: "fault-form", submit: add }, methods,
      labelled("Where", target), labelled("What", kind),
      h(
        "div",
        { class: "form-grid" },
        labelled("Method", method),
        labelled("Path contains", path),
        labelled("How often", times),
        labelled("Skip first", skip),
      ),
      extras, problem, h("button", { type: "submit", class: "button primary" }, "Add Fault")),
    h("div", { class: "list-head" }, h("h3", {}, "Waiting and fired"), all), list);

  function chooseTarget() {
    const { kinds, method: known, path: usual } = TARGETS[target.value];
    kind.replaceChildren(...options(Object.entries(kinds).map(([name, words]) => [name, `${name}: ${words}`])));
    methods.replaceChildren(...known.filter(Boolean).map((value) => h("option", { value })));
    method.value = target.value === "partner-center" ? "PATCH" : "";
    path.placeholder = usual ? `any, e.g. ${usual}` : "any";
    chooseKind();
  }

  function chooseKind() {
    const extra = EXTRA[`${target.value} ${kind.value}`] ?? EXTRA[kind.value] ?? [];
    const fields = extra.filter(([name]) => name !== "code" || target.value !== "slack");
    extras.replaceChildren(...fields.map(([name, type, usual]) => {
      const step = name === "seconds" ? "any" : undefined;
      return labelled(
        name.replace("_", " "),
        h("input", { class: "text-input", type, name, value: String(usual), step }),
      );
    }));
  }

  async function add(event) {
    event.preventDefault();
    const where = [["method", method.value.trim()], ["path", path.value.trim()]].filter(([, value]) => value);
    const extra = [...extras.querySelectorAll("input")].map((field) => [field.name, valueIn(field)]);
    const fault = {
      target: target.value,
      kind: kind.value,
      match: Object.fromEntries(where),
      times: valueIn(times),
      skip: valueIn(skip),
      ...Object.fromEntries(extra),
    };
    await attempt(() => post("/sandbox/faults", fault));
  }

  async function attempt(work) {
    problem.hidden = true;
    try {
      await work();
      await read();
    } catch (error) {
      problem.hidden = false;
      problem.replaceChildren(icon("warning"), ` ${error.message}`);
    }
  }

  function row(fault) {
    const where = [fault.method, fault.path].filter(Boolean).join(" ");
    const skipped = fault.skip ? `, after ${fault.skip}` : "";
    const forget = () => attempt(() => remove(`/sandbox/faults/${encodeURIComponent(fault.id)}`));
    const words = [
      h("b", {}, fault.kind),
      ` at ${TARGETS[fault.target]?.label ?? fault.target}`,
      where && h("small", {}, where),
      h("small", {}, `fired ${fault.fired} of ${fault.times}${skipped}`),
    ];
    return h("div", { class: fault.fired >= fault.times ? "fault spent" : "fault" },
      h("div", {}, words), iconButton("close", `Remove ${fault.kind}`, forget));
  }

  async function read() {
    const faults = listOf(await get("/sandbox/faults"), "faults");
    list.replaceChildren(...(faults.length ? faults.map(row) : [note("Nothing is set to go wrong.")]));
    emit("faults", faults.filter(({ fired, times }) => fired < times).length);
  }

  chooseTarget();
  return read;
}
