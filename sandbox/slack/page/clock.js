// Business time: asked for now and then, running on by itself in between.

import { get, post } from "./api.js";
import { emit } from "./state.js";

let base = Date.now();
let heardAt = performance.now();
let moves = null;

export const businessNow = () => new Date(base + performance.now() - heardAt);

function hear(answer) {
  const moved = moves !== null && answer.moves !== moves;
  base = Date.parse(answer.now);
  heardAt = performance.now();
  moves = answer.moves;
  emit(moved ? "clock-moved" : "clock");
}

export async function readClock() {
  hear(await get("/clock"));
}

/** {advance: "PT4H"} or {to: instant}; the answer comes when the bot has seen the move. */
export async function moveClock(move) {
  hear(await post("/clock", move));
}

export function keepClock(everyMs = 5000) {
  setInterval(() => emit("clock"), 1000);
  setInterval(() => document.hidden || readClock().catch(() => undefined), everyMs);
}
