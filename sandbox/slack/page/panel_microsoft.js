// Microsoft's side of the desk: invoices to the partner, abuse, service requests, webhooks.

import { get, post } from "./api.js";
import { h, note } from "./dom.js";
import { format } from "./dates.js";
import { abuse } from "./panel_abuse.js";
import { BERLIN } from "./panel_clock.js";
import { emit } from "./state.js";

const MOST = 30;
const ACCOUNTS = ["main", "china", "us"];
let account = ACCOUNTS[0];
const drafts = new Map();

export function drawMicrosoft(body) {
  const choice = h("select", { class: "text-input", "aria-label": "Account", change: () => {
    account = choice.value;
    refresh();
  } }, ACCOUNTS.map((name) => h("option", { value: name, selected: name === account }, name)));
  const invoices = h("div", { class: "customers" });
  const tickets = h("div", {});
  const webhooks = h("div", {});
  const abused = abuse();
  body.append(
    choice,
    h("h3", {}, "Invoices to the partner"),
    invoices,
    h("div", { class: "line" },
      lever("Overdue by 10 Days", { overdue_days: 10 }),
      lever("By 59 Days", { overdue_days: 59 }),
      lever("Pay", { overdue_days: 0 })),
    abused.place,
    h("h3", {}, "Service requests"),
    tickets,
    h("h3", {}, "Webhooks"),
    webhooks,
  );

  function lever(label, what) {
    const turn = () => attempt(() => post("/sandbox/partner-center/money", { account, ...what }), refresh);
    return h("button", { type: "button", class: "button small", click: turn }, label);
  }

  let print = "";
  async function refresh() {
    await abused.refresh(account);
    const [money, asked, told] = await Promise.all([
      get(`/sandbox/partner-center/money?account=${account}`),
      get(`/sandbox/partner-center/tickets?account=${account}`),
      get("/sandbox/partner-center/webhooks"),
    ]);
    const now = JSON.stringify([account, money, asked, told]);
    if (now === print || body.contains(document.activeElement?.closest("textarea"))) return;
    print = now;
    fill(invoices, money.invoices.map(drawInvoice), "No invoice yet.");
    fill(tickets, asked.map((ticket) => drawTicket(ticket, refresh)), "Nobody asked for help.");
    const mine = told.deliveries.filter((one) => one.account === account).slice(-MOST).reverse();
    fill(webhooks, mine.map(drawWebhook), told.registrations[account] ? "None yet." : "Nobody is registered.");
  }
  return refresh;
}

const fill = (place, found, nothing) => place.replaceChildren(...(found.length ? found : [note(nothing)]));

const when = (at) => {
  const moment = new Date(at);
  return `${format(moment, "date_short", BERLIN, "en-GB")}, ${format(moment, "time", BERLIN, "en-GB")}`;
};

async function attempt(act, refresh) {
  try {
    await act();
    await refresh();
  } catch (error) {
    emit("notice", error.message);
  }
}

function row(title, small, state, kind) {
  return h("div", { class: "customer subscription" },
    h("div", { class: "subscription-words" }, h("span", {}, title), h("small", {}, small)),
    h("span", { class: `state state-${kind}` }, state));
}

function drawInvoice({ id, kind, issued, due, total, currency, is_paid: isPaid, overdue_days: late }) {
  const amount = new Intl.NumberFormat("en", { minimumFractionDigits: 2 }).format(Number(total));
  const state = isPaid ? "paid" : late > 0 ? `${late} days late` : "open";
  return row(`${id}, ${currency} ${amount}`, `${kind}, of ${issued}, due ${due}`, state, late > 0 ? "suspended" : "active");
}

function drawTicket(ticket, refresh) {
  const box = h("textarea", {
    class: "text-input", rows: 2, placeholder: "What an agent at Microsoft writes", "aria-label": "Answer",
    input: () => drafts.set(ticket.id, box.value),
  });
  box.value = drafts.get(ticket.id) ?? "";
  const answer = (status) => attempt(async () => {
    const text = box.value.trim();
    if (!text && !status) return box.focus();
    await post("/sandbox/partner-center/tickets", { id: ticket.id, ...(text && { note: text }), ...(status && { status }) });
    drafts.delete(ticket.id);
    box.blur();
  }, refresh);
  return h("div", { class: "change" },
    h("div", {}, h("b", {}, ticket.title), h("span", { class: "by by-portal" }, ticket.status)),
    h("small", {}, `${ticket.id}, ${ticket.severity}, ${ticket.organization.name}`),
    ticket.notes.map((one) => h("div", { class: "letter-answer" }, h("small", {}, one.createdByName), h("div", {}, one.text))),
    box,
    h("div", { class: "line" },
      h("button", { type: "button", class: "button small primary", click: () => answer("") }, "Answer"),
      h("button", { type: "button", class: "button small", click: () => answer("closed") }, "Close")));
}

function drawWebhook(one) {
  const last = one.attempts.at(-1);
  const came = last ? `, ${last.status ?? last.error}` : "";
  const forged = one.forged ? `, forged (${one.forged})` : "";
  const kind = one.state === "delivered" ? "active" : "suspended";
  return row(one.event, `no. ${one.n}, ${when(one.due)}${came}${forged}`, one.state.replace("_", " "), kind);
}
