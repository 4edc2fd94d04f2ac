// Everybody's authenticator, and enrolling one more.

import { h, icon, note } from "./dom.js";
import { avatar, roleWords } from "./people.js";
import { nameOf, state } from "./state.js";
import { enrol, face, left, readTelephones, telephones } from "./telephones.js";

const NOBODY = new Set(["reader", "bot"]);

export function drawTelephones(body) {
  const problem = h("div", { class: "panel-problem", role: "alert", hidden: true });
  const list = h("div", { class: "customers" });
  const choice = h("select", { class: "text-input", "aria-label": "Who gets a telephone" });
  const add = h("button", { type: "button", class: "button small", click: enrolChosen }, "Enrol");
  const more = h("div", {}, h("h3", {}, "Somebody else"), h("div", { class: "line" }, choice, add),
    note("As an administrator does at the terminal. Another administrator confirms it in #approvals, "
      + "then Goodstanding asks its owner for one code."));
  const tries = h("ol", { class: "tries" }, TRIES.map((words) => h("li", {}, words)));
  body.append(
    note("A code is good once and for half a minute: for a second one, wait for the next."),
    list, problem, more, h("h3", {}, "To try it"), tries);

  async function enrolChosen() {
    problem.hidden = true;
    try {
      await enrol(choice.value);
      draw();
    } catch (error) {
      problem.hidden = false;
      problem.replaceChildren(icon("warning"), ` ${error.message}`);
    }
  }

  let print = "";
  function draw() {
    const { codes, enrols } = telephones();
    const now = JSON.stringify([codes.map(({ user }) => user), enrols]);
    if (now === print) return;
    print = now;
    const holders = new Set(codes.map(({ user }) => user));
    list.replaceChildren(...(codes.length ? codes.map(row) : [note("Nobody has one.")]));
    choice.replaceChildren(...others(holders).map((one) => h("option", { value: one.id }, nameOf(one.id))));
    more.hidden = !enrols || choice.options.length === 0;
    tries.hidden = !enrols;
  }
  return async () => {
    await readTelephones();
    draw();
  };
}

const TRIES = [
  "Microsoft, Begin Mining: a case opens in #cases.",
  "There, Contain…: two approvers agree in #approvals, each with a code.",
  "Or alone: /breakglass and the customer. Somebody else ratifies it in #approvals.",
];

function row({ user }) {
  return h("div", { class: "customer subscription" },
    avatar(user, "small"),
    h("div", { class: "subscription-words" }, h("span", {}, nameOf(user)), h("small", {}, roleWords(state.people.get(user) ?? {}))),
    face(user), left());
}

/** Whoever may have something to decide. */
function others(holders) {
  const may = (one) => !one.deleted && !one.is_bot && !one.is_restricted && !one.is_stranger;
  return [...state.people.values()].filter((one) => may(one) && !holders.has(one.id) && one.roles.some((role) => !NOBODY.has(role)));
}
