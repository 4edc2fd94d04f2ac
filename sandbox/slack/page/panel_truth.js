// The stand-in's own books: customers, their subscriptions, and every change it accepted.

import { get, post } from "./api.js";
import { h, icon, iconButton, note } from "./dom.js";
import { format } from "./dates.js";
import { BERLIN } from "./panel_clock.js";
import { openMenu } from "./popover.js";
import { emit } from "./state.js";

const MOST_CUSTOMERS = 60;
const MOST_CHANGES = 30;
let wanted = "";
const opened = new Set();

export function drawTruth(body) {
  const count = h("span", { class: "panel-count", "aria-live": "polite" });
  const search = h("input", {
    class: "text-input",
    type: "search",
    placeholder: "Customer, domain, tenant or subscription id",
    "aria-label": "Search customers",
    value: wanted,
    input: () => {
      wanted = search.value;
      draw();
    },
  });
  const list = h("div", { class: "customers" });
  const changeList = h("div", { class: "changes" });
  body.append(
    h("div", { class: "panel-search" }, icon("search"), search),
    count,
    list,
    h("h3", {}, "Last accepted changes"),
    changeList,
  );
  let customers = [];
  let changes = [];
  let print = "";

  function draw() {
    const words = wanted.trim().toLowerCase();
    const fitting = customers.filter((customer) => !words || findable(customer).includes(words));
    const stopped = fitting.flatMap(({ subscriptions }) => subscriptions).filter(
      ({ status }) => status === "suspended"
    ).length;
    count.textContent = `${fitting.length} of ${customers.length} customers, ${stopped} suspended subscriptions`;
    list.replaceChildren(...fitting.slice(
      0,
      MOST_CUSTOMERS,
    ).map((customer) => drawCustomer(customer, fitting.length <= 3)));
    if (fitting.length > MOST_CUSTOMERS) list.append(note("Type to see the others."));
    const names = subscriptionNames(customers);
    const last = changes.slice(-MOST_CHANGES).reverse().map((change) => drawChange(change, names));
    changeList.replaceChildren(...(last.length ? last : [note("Nothing was changed yet.")]));
  }

  return async () => {
    [customers, changes] = await Promise.all([
      get("/sandbox/partner-center/customers"),
      get("/sandbox/partner-center/changes"),
    ]);
    const now = JSON.stringify([customers, changes]);
    if (now !== print && !body.querySelector("[popover]")) draw();
    print = now;
  };
}

const nameOf = (customer) => customer.companyProfile?.companyName ?? customer.id;
const domainOf = (customer) => customer.companyProfile?.domain ?? "";
const offer = (subscription) => subscription.friendlyName || subscription.offerName || subscription.id;

function subscriptionNames(customers) {
  const named = customers.flatMap((customer) =>
    [...customer.subscriptions, ...customer.entitlements].map((one) => [one.id, `${offer(one)}, ${nameOf(customer)}`]));
  return new Map(named);
}

function findable(customer) {
  const ids = customer.subscriptions.flatMap((one) => [one.id, offer(one), one.status]);
  return [
    nameOf(customer),
    domainOf(customer),
    customer.id,
    customer.companyProfile?.tenantId,
    ...ids
  ].join(" ").toLowerCase();
}

function drawCustomer(customer, single) {
  const stopped = customer.subscriptions.filter(({ status }) => status === "suspended").length;
  const place = [domainOf(customer), customer.account].filter(Boolean).join(" · ");
  const summary = h("summary", {},
    h("span", { class: "customer-words" }, h("b", {}, nameOf(customer)), h("small", {}, place)),
    stopped > 0 && h("span", { class: "state state-suspended" }, `${stopped} suspended`),
    h("span", { class: "panel-count" }, String(customer.subscriptions.length)));
  const details = h("details", { class: "customer", open: single || opened.has(customer.id), toggle: () => {
    if (details.open) opened.add(customer.id);
    else opened.delete(customer.id);
  } }, summary, h("div", { class: "tenant" }, customer.id), customer.subscriptions.map((one) => [
    drawSubscription(one),
    customer.entitlements.filter(({ subscriptionId: plan }) => plan === one.id).map(drawEntitlement),
  ]));
  return details;
}

function drawSubscription(one) {
  const renew = one.autoRenewEnabled ? "renews" : "does not renew";
  const until = one.commitmentEndDate ? ` until ${one.commitmentEndDate.slice(0, 10)}` : "";
  const byUse = one.billingType === "usage";
  const reasons = (one.suspensionReasons ?? []).join(", ");
  const seats = `${one.quantity} ${one.quantity === 1 ? "seat" : "seats"}`;
  const choose = () => openMenu(menu, portalChoices(one));
  const menu = iconButton("more", `Change ${offer(one)} in the portal`, choose, { "aria-haspopup": "menu" });
  return h("div", { class: "subscription" },
    h("div", { class: "subscription-words" },
      h("span", {}, offer(one)),
      h("small", {}, [byUse ? "paid by use" : seats, byUse ? "" : renew + until, reasons].filter(Boolean).join(", ")),
      h("small", { class: "id" }, one.id)),
    h("span", { class: `state state-${/^\w+$/.test(one.status) ? one.status : "unknown"}` }, one.status),
    menu);
}

/** An Azure subscription under its plan. */
function drawEntitlement(one) {
  const to = one.status === "active" ? "inactive" : "active";
  const choose = () => openMenu(menu, [{
    label: to === "active" ? "Reactivate" : "Cancel",
    description: "in the portal, behind the app's back",
    pick: () => portal({ entitlement_id: one.id, set: { status: to } }),
  }]);
  const menu = iconButton("more", `Change ${one.friendlyName} in the portal`, choose, { "aria-haspopup": "menu" });
  return h("div", { class: "subscription entitlement" },
    h("div", { class: "subscription-words" }, h("span", {}, one.friendlyName), h("small", { class: "id" }, one.id)),
    h("span", { class: `state state-${one.status === "active" ? "active" : "suspended"}` }, one.status),
    menu);
}

/** Somebody at Microsoft's portal, behind the app's back. */
function portalChoices(one) {
  const change = (label, set) => ({
    label,
    description: "in the portal, behind the app's back",
    pick: () => portal({ subscription_id: one.id, set }),
  });
  return [
    one.status === "active" ? change("Suspend", { status: "suspended" }) : change("Activate", { status: "active" }),
    change(
      one.autoRenewEnabled ? "Turn off auto-renew" : "Turn on auto-renew",
      { autoRenewEnabled: !one.autoRenewEnabled },
    ),
    change("One seat more", { quantity: (one.quantity ?? 0) + 1 }),
  ];
}

async function portal(change) {
  try {
    await post("/sandbox/partner-center/portal", change);
    emit("changed", []);
  } catch (error) {
    emit("notice", error.message);
  }
}

/** Long values are cut: what matters is that they changed. */
function value(one) {
  if (Array.isArray(one)) return one.join(", ") || "none";
  const words = typeof one === "string" ? one : JSON.stringify(one ?? "nothing");
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}

function drawChange(change, names) {
  const moment = new Date(change.at);
  const when = `${format(moment, "date_short", BERLIN, "en-GB")}, ${format(moment, "time_secs", BERLIN, "en-GB")}`;
  const fields = Object.entries(change.changed).filter(([name]) => name !== "attributes");
  const what = names.get(change.entitlement_id ?? change.subscription_id) ?? change.subscription_id ?? change.customer_id;
  const by = h("span", { class: change.by === "portal" ? "by by-portal" : "by by-api" }, change.by);
  return h("div", { class: "change" },
    h("div", {}, h("b", {}, what), by),
    fields.map(([name, [before, after]]) => h(
      "div",
      { class: "field-change" },
      `${name}: `,
      h("s", {}, value(before)),
      " → ",
      h("b", {}, value(after)),
    )),
    h("small", {}, `${when} · no. ${change.n}`));
}
