// Starts the page: who acts, what is open, and everything that keeps it live.

import { get } from "./api.js";
import { keepClock, readClock } from "./clock.js";
import { startConversation } from "./conversation.js";
import { icon } from "./dom.js";
import { startHome } from "./home.js";
import { changesSoFar, follow, readEverything, readPeople } from "./live.js";
import { startModals } from "./modal.js";
import { followLinks, openPanel, placeInAddress } from "./navigate.js";
import { startPanel } from "./panel.js";
import { startClockChip } from "./panel_clock.js";
import { startSidebar } from "./sidebar.js";
import { emit, on, state } from "./state.js";
import { readTelephones, startTelephones } from "./telephones.js";
import { forgetOtherRuns } from "./unread.js";

const $ = (id) => document.getElementById(id);

async function readCommands() {
  const { commands, shortcuts } = await get("/sandbox/slack/command_list");
  state.commands = commands;
  state.shortcuts = shortcuts.filter(({ type }) => type === "message");
}

let fading = null;

function notice(words) {
  $("notice").textContent = words;
  $("notice").hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => ($("notice").hidden = true), 6000);
}

async function start() {
  $("drawer-button").append(icon("menu"));
  followLinks();
  startSidebar();
  startModals();
  startConversation();
  startHome();
  startPanel();
  startTelephones();
  startClockChip($("clock-chip"));
  on("notice", notice);
  on("connected", (well) => ($("offline").hidden = well));
  const place = placeInAddress();
  await Promise.all([readPeople(), readCommands(), readClock(), readTelephones()]);
  forgetOtherRuns();
  const first = [...state.people.values()].find(({ is_bot: bot, deleted }) => !bot && !deleted);
  const { channel = null, tab = null, thread = null, message: focus = null } = place;
  Object.assign(state, { me: state.people.has(place.as) ? place.as : first?.id, channel, tab, thread, focus });
  emit("people");
  const before = await changesSoFar();
  await readEverything();
  openPanel(place.panel ?? null);
  on("me", () => readEverything().catch((error) => notice(error.message)));
  keepClock();
  document.body.classList.add("ready");
  await follow(before);
}

start().catch((error) => {
  notice(`The sandbox does not answer: ${error.message}`);
  setTimeout(() => location.reload(), 3000);
});
