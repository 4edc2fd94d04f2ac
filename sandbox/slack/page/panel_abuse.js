// Abuse in Azure subscriptions: begin it, see how long Microsoft observes it, and end it.

import { get, post } from "./api.js";
import { h, note } from "./dom.js";
import { emit } from "./state.js";

const ALERTS = "/sandbox/partner-center/alerts";

export function abuse() {
  const choice = h("select", { class: "text-input", "aria-label": "Azure subscription" });
  const list = h("div", { class: "customers" });
  const begin = (more) => act({ subscription_id: choice.value, ...more });
  const place = h("div", {},
    h("h3", {}, "Abuse in Azure subscriptions"),
    choice,
    h("div", { class: "line" },
      lever("Begin Mining", {}),
      lever("Unusual Usage", { kind: "usageAnomalyDetection", severity: "medium", confidence: "medium" }),
      lever("A Test", { is_test: true })),
    list);
  let asked = "";

  function lever(label, more) {
    return h("button", { type: "button", class: "button small", click: () => begin(more) }, label);
  }

  async function act(what) {
    try {
      if (!what.id && !what.subscription_id) return;
      await post(ALERTS, what);
      await refresh(asked);
    } catch (error) {
      emit("notice", error.message);
    }
  }

  async function refresh(account) {
    const [customers, planted] = await Promise.all([
      get(`/sandbox/partner-center/customers?account=${account}`),
      get(`${ALERTS}?account=${account}`),
    ]);
    const azure = customers.flatMap((one) => one.entitlements.map((under) => ({ ...under, of: one.companyProfile.companyName })));
    if (account !== asked) {
      choice.replaceChildren(...azure.map((one) => h("option", { value: one.id }, `${one.friendlyName}, ${one.of}`)));
      asked = account;
    }
    place.hidden = azure.length === 0;
    const names = new Map(azure.map((one) => [one.id, one.friendlyName]));
    const rows = planted.toReversed().map((one) => drawAbuse(one, names.get(one.subscription_id) ?? one.subscription_id));
    list.replaceChildren(...(rows.length ? rows : [note("None.")]));
  }

  function drawAbuse(one, name) {
    const told = Object.entries(one.standing).map(([source, at]) => `${source}: ${at.status}`).join(", ");
    const stop = h("button", { type: "button", class: "button small", click: () => act({ id: one.id, stop: true }) }, "End It");
    return h("div", { class: "customer subscription" },
      h("div", { class: "subscription-words" },
        h("span", {}, `${name}${one.is_test ? " (a test)" : ""}`),
        h("small", {}, `${one.kind}, ${one.hits} times; ${told}`)),
      one.runs ? stop : null,
      h("span", { class: `state state-${one.runs ? "suspended" : "active"}` }, one.runs ? "goes on" : "ended"));
  }

  return { place, refresh };
}
