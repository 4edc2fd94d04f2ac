// What the acting person has not seen yet, remembered per person in this browser.

import { get, listOf } from "./api.js";
import { businessNow } from "./clock.js";
import { emit, state } from "./state.js";

const key = () => `read:${state.me}`;
const readMarks = () => JSON.parse(localStorage.getItem(key()) ?? "{}");

/** A demo that begins afresh has an older clock: what was read later than now was read in another one. */
export function forgetOtherRuns() {
  const now = businessNow() / 1000;
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith("read:"))) {
    const marks = Object.values(JSON.parse(localStorage.getItem(name)));
    if (marks.some((ts) => Number(ts) > now)) localStorage.removeItem(name);
  }
}

const newest = (messages) => messages.reduce((last, { ts }) => (ts > last ? ts : last), "0");

export function markRead(channel, messages) {
  if (document.hidden) return;
  localStorage.setItem(key(), JSON.stringify({ ...readMarks(), [channel]: newest(messages) }));
  if (state.unread.delete(channel)) emit("unread");
}

/** Looks again at conversations that are not open. */
export async function countUnread(ids) {
  const who = state.me;
  await Promise.all(ids.filter((id) => id !== state.channel).map(async (id) => {
    const messages = listOf(await get("/sandbox/slack/messages", { channel: id, user: who }), "messages");
    if (who === state.me) note(id, messages);
  }));
  emit("unread");
}

function note(id, messages) {
  const mark = readMarks()[id] ?? "0";
  const fresh = messages.filter(({ ts, user }) => ts > mark && user !== state.me);
  const direct = state.channels.find((one) => one.id === id)?.is_im;
  const mentions = fresh.filter((message) => direct || message.ephemeral_for || JSON.stringify([
    message.text,
    message.blocks,
  ]).includes(state.me));
  if (fresh.length) state.unread.set(id, { count: fresh.length, mentions: mentions.length });
  else state.unread.delete(id);
}
