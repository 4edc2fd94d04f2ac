// The partner's own books: who is late, and what happens to the open documents.

import { get, post } from "./api.js";
import { h, icon, iconButton, note, spinner } from "./dom.js";
import { openMenu } from "./popover.js";
import { emit } from "./state.js";

const KINDS = {
  paid: ["Paid", "the money came: everything open is closed"],
  disputed: ["Disputed", "the customer contests everything open"],
  written_off: ["Written off", "the partner gives the money up"],
  vanished: ["Vanished", "the export leaves the documents out"],
};

/** 21,730.00 for 21730.00, with as many decimals as the currency has. */
function grouped(amount) {
  const decimals = amount.split(".")[1]?.length ?? 0;
  return new Intl.NumberFormat("en", { minimumFractionDigits: decimals }).format(Number(amount));
}

export function drawBooks(body) {
  const problem = h("div", { class: "panel-problem", role: "alert", hidden: true });
  const fresh = h("button", { type: "button", class: "button primary", click: () => send({}) }, "Send Fresh Books");
  const list = h("div", { class: "customers" });
  const log = h("div", {});
  body.append(
    note("The desk knows open invoices only from its books, and books grow old. Each act sends them anew."),
    fresh,
    problem,
    h("h3", {}, "Late in the books"),
    list,
    h("h3", {}, "What happened"),
    log,
  );

  async function send(what) {
    const wheel = spinner();
    fresh.disabled = true;
    fresh.append(wheel);
    problem.hidden = true;
    try {
      draw(await post("/sandbox/books", what));
      emit("notice", "The books were sent. #alerts says what the desk made of them.");
    } catch (error) {
      problem.hidden = false;
      problem.replaceChildren(icon("warning"), ` ${error.message}`);
    }
    wheel.remove();
    fresh.disabled = false;
  }

  function row({ whose, name, overdue, days }) {
    const choices = Object.entries(KINDS).map(([what, [label, description]]) => (
      { label, description, pick: () => send({ what, whose }) }
    ));
    const amounts = Object.entries(overdue).map(([currency, amount]) => `${currency} ${grouped(amount)}`).join(", ");
    const menu = iconButton("more", `What happens to ${name}`, () => openMenu(menu, choices), { "aria-haspopup": "menu" });
    return h("div", { class: "customer subscription" },
      h("div", { class: "subscription-words" },
        h("span", {}, h("bdi", {}, name)),
        h("small", {}, `${amounts}, ${days} ${days === 1 ? "day" : "days"}`)),
      menu);
  }

  function draw({ owed, happened }) {
    list.replaceChildren(...(owed.length ? owed.map(row) : [note("Nobody is late.")]));
    const told = happened.map(({ what, whose }) => h("div", { class: "change" }, h("b", {}, whose), ` ${KINDS[what][0]}`));
    log.replaceChildren(...(told.length ? told.reverse() : [note("Nothing yet.")]));
  }

  let print = "";
  return async () => {
    const books = await get("/sandbox/books");
    const now = JSON.stringify(books);
    if (now !== print && !body.querySelector("[popover]")) draw(books);
    print = now;
  };
}
