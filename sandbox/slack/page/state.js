// What the page knows, and who wants to hear when it changes.

export const state = {
  people: new Map(),
  channels: [],
  me: null,
  channel: null,
  tab: null,
  thread: null,
  focus: null,
  panel: null,
  unread: new Map(),
  commands: [],
  shortcuts: [],
};

const listeners = new Map();

export function on(topics, listener) {
  for (const topic of topics.split(" ")) {
    listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
  }
}

export function emit(topic, ...details) {
  for (const listener of listeners.get(topic) ?? []) listener(...details);
}

export const me = () => state.people.get(state.me);
export const person = (id) => state.people.get(id);
export const channel = (id) => state.channels.find((one) => one.id === id);

/** The direct message of the acting person with the app. */
export const isWithApp = (one) => Boolean(one?.is_im && one.members?.some((id) => person(id)?.is_bot));

export function nameOf(id) {
  const found = person(id);
  return found?.real_name || found?.name || id || "Unknown";
}

/** A direct message is called after the other person in it. */
export function channelName(one) {
  if (!one?.is_im) return one?.name ?? "unknown";
  const others = (one.members ?? []).filter((id) => id !== state.me);
  return others.length ? nameOf(others[0]) : nameOf(state.me);
}

export const zone = () => me()?.tz || "Europe/Berlin";
export const locale = () => (me()?.locale || "en-GB").replace("_", "-");

const memories = new Map();

/** Small things that must survive a redraw: an open container, the page of a table. */
export function memory(key) {
  if (!memories.has(key)) memories.set(key, {});
  return memories.get(key);
}
