// The left side: who acts, channels and direct messages.

import { h, icon } from "./dom.js";
import { actAs, openChannel } from "./navigate.js";
import { avatar, roleWords, statusOf } from "./people.js";
import { fixedOptions, openPicker } from "./popover.js";
import { channelName, isWithApp, me, nameOf, on, state } from "./state.js";

const $ = (id) => document.getElementById(id);

export const closeDrawer = () => document.body.classList.remove("drawer-open");

function drawPerson() {
  const one = me();
  if (!one) return;
  const status = statusOf(one);
  $("acting").replaceChildren(
    avatar(one.id),
    h("span", { class: "acting-words" }, h("small", {}, "Acting as"), h("b", {}, nameOf(one.id)),
      h(
        "span",
        {},
        [roleWords(one), status].filter((word, at, all) => word && all.indexOf(word) === at).join(", ") || one.title,
      )),
    icon("caret"));
  $("acting-chip").replaceChildren(avatar(one.id, "small"), h("b", {}, nameOf(one.id).split(" ")[0]), icon("caret"));
}

function personOption(one) {
  const status = statusOf(one);
  const badge = status && h("span", { class: "status-badge" }, status);
  const words = [one.title, roleWords(one)].filter(Boolean).join(" · ");
  return {
    value: one.id,
    search: `${nameOf(one.id)} ${one.name} ${one.title} ${roleWords(one)} ${status}`,
    content: h(
      "span",
      { class: "person-row" },
      avatar(one.id, "small"),
      h("span", {}, h("b", {}, nameOf(one.id)), badge, h("small", {}, words)),
    ),
  };
}

function choosePerson({ currentTarget: button }) {
  const humans = [...state.people.values()].filter((one) => !one.is_bot && one.id !== "USLACKBOT");
  openPicker(button, {
    label: "Act as", load: fixedOptions([{ options: humans.map(personOption) }]),
    isChosen: (id) => id === state.me, pick: ({ value }) => actAs(value),
  });
}

function channelRow(one) {
  const unread = state.unread.get(one.id);
  const here = one.id === state.channel;
  const other = (one.members ?? []).find((id) => id !== state.me) ?? state.me;
  const sign = one.is_im ? avatar(other, "tiny") : icon(one.is_private ? "lock" : "hash");
  const shared = one.is_ext_shared && h("span", { class: "shared", title: "Shared with another organisation" }, "⇄");
  const badge = () => h("span", { class: "badge" }, String(unread.mentions));
  const count = unread?.mentions ? badge() : unread && h("span", { class: "unread-dot" });
  const name = ["channel", here && "here", unread && "unread"].filter(Boolean).join(" ");
  const label = `${channelName(one)}${unread ? `, ${unread.count} unread` : ""}`;
  return h("li", {}, h("button", {
    type: "button", class: name, "aria-current": here ? "page" : undefined, "aria-label": label,
    "data-channel": one.id,
    click: () => {
      closeDrawer();
      openChannel(one.id);
    },
  }, sign, h("span", { class: "channel-name" }, channelName(one)), shared, count));
}

function drawChannels() {
  const group = (title, wanted) => {
    const rows = state.channels.filter(wanted).map(channelRow);
    return rows.length > 0 && h("section", {}, h("h2", {}, title), h("ul", {}, rows));
  };
  const focused = document.activeElement?.dataset?.channel;
  const groups = [
    group("Channels", ({ is_im: im }) => !im),
    group("Direct messages", (one) => one.is_im && !isWithApp(one)),
    group("Apps", isWithApp),
  ];
  $("channels").replaceChildren(...groups.filter(Boolean));
  if (focused) $("channels").querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
}

export function startSidebar() {
  for (const id of ["acting", "acting-chip"]) $(id).addEventListener("click", choosePerson);
  $("drawer-button").addEventListener("click", () => document.body.classList.toggle("drawer-open"));
  for (const id of ["drawer-shade", "telephones-button"]) $(id).addEventListener("click", closeDrawer);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && closeDrawer());
  on("people me", drawPerson);
  on("people me channels channel unread", drawChannels);
}
