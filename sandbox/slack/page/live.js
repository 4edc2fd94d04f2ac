// Keeps the page up to date: one long poll that says which conversations changed.

import { get, listOf } from "./api.js";
import { readViews } from "./modal.js";
import { settleChannel } from "./navigate.js";
import { emit, state } from "./state.js";
import { countUnread } from "./unread.js";

const WAIT_SECONDS = 20;
const PAUSE_MS = 1500;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function readPeople() {
  const people = listOf(await get("/sandbox/slack/people"), "people");
  state.people = new Map(people.map((person) => [person.id, person]));
  emit("people");
}

export async function readChannels() {
  const who = state.me;
  const channels = listOf(await get("/sandbox/slack/channels", { user: who }), "channels");
  if (who !== state.me) return;
  state.channels = channels;
  emit("channels");
}

/** Everything about the acting person, from the start. */
export async function readEverything() {
  await readChannels();
  settleChannel(state.channel);
  state.unread.clear();
  emit("channel");
  emit("thread");
  await Promise.all([countUnread(state.channels.map(({ id }) => id)), readViews()]);
}

async function hear(answer) {
  const ids = answer.channels ?? [];
  const known = new Set(state.channels.map(({ id }) => id));
  if (answer.views) await Promise.all([readViews(), readPeople()]);
  if (answer.views || ids.some((id) => !known.has(id))) await readChannels();
  emit("changed", ids);
  if (answer.views) emit("views-changed");
  await countUnread(ids.filter((id) => state.channels.some((one) => one.id === id)));
}

/** How many changes there were: asked before anything is read, so that none is missed in between. */
export const changesSoFar = async () => (await get("/sandbox/slack/updates", { wait: 0 })).n;

/** The sandbox was started again when its count is behind ours. */
export async function follow(from) {
  let n = from;
  let lost = false;
  for (;;) {
    try {
      const answer = await get("/sandbox/slack/updates", { after: n, wait: lost ? 0 : WAIT_SECONDS, user: state.me });
      const restarted = answer.n < n;
      n = answer.n;
      if (lost || restarted) {
        lost = false;
        emit("connected", true);
        await readPeople();
        await readEverything();
      } else await hear(answer);
    } catch {
      lost = true;
      emit("connected", false);
      await pause(PAUSE_MS);
    }
  }
}
