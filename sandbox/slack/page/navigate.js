// Where the person is: who acts, which conversation, thread and panel are open. The address shows it.

import { channel, emit, person, state } from "./state.js";

const PLACES = ["as", "channel", "tab", "thread", "panel", "message"];

export function placeInAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(PLACES.filter((name) => words.has(name)).map((name) => [name, words.get(name)]));
}

function showInAddress() {
  const place = { as: state.me, channel: state.channel, tab: state.tab, thread: state.thread, panel: state.panel };
  const words = Object.entries(place).filter(([, value]) => value);
  history.replaceState(null, "", `#${new URLSearchParams(words)}`);
}

export function actAs(id, place = {}) {
  if (!person(id) || id === state.me) return;
  Object.assign(state, { me: id, thread: null, focus: null, tab: null, ...place });
  showInAddress();
  emit("me");
}

export function openChannel(id, { thread = null, focus = null, tab = null } = {}) {
  Object.assign(state, { channel: id, thread, focus, tab });
  showInAddress();
  emit("channel");
  emit("thread");
}

export function openTab(name) {
  state.tab = name === "messages" ? null : name;
  showInAddress();
  emit("tab");
}

export function openThread(ts, focus = null) {
  Object.assign(state, { thread: ts, focus });
  showInAddress();
  emit("thread");
}

export function openPanel(name) {
  state.panel = name;
  showInAddress();
  emit("panel");
}

/** A conversation the acting person can see: the one wanted, or the first. */
export function settleChannel(wanted) {
  const found = channel(wanted) ?? state.channels.find((one) => !one.is_im) ?? state.channels[0];
  state.channel = found?.id ?? null;
  showInAddress();
}

const PERMALINK = /\/archives\/(\w+)(?:\/p(\d{10,})(\d{6}))?/;

/** Follows permalinks and channel mentions inside the page; other links open elsewhere. */
export function followLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.ctrlKey || event.metaKey) return;
    const url = new URL(link.href);
    const permalink = PERMALINK.exec(url.pathname);
    if (permalink) visit(permalink, url.searchParams.get("thread_ts"));
    else if (link.dataset.channel && channel(link.dataset.channel)) openChannel(link.dataset.channel);
    else if (!link.dataset.channel) return;
    event.preventDefault();
  }, true);
  addEventListener("hashchange", () => arrive(placeInAddress()));
}

function visit([, id, seconds, micros], thread) {
  if (!channel(id)) return emit("notice", "You cannot see that conversation.");
  openChannel(id, { thread, focus: seconds ? `${seconds}.${micros}` : null });
}

export function arrive(place) {
  const { thread = null, message: focus = null, tab = null } = place;
  // Whose conversations these are is read first; the wanted one is settled then.
  if (person(place.as) && place.as !== state.me) actAs(place.as, { channel: place.channel, thread, focus, tab });
  else if (channel(place.channel)) openChannel(place.channel, { thread, focus, tab });
  openPanel(place.panel ?? null);
}
