// The app's Home tab: what it published for the acting person, beside the messages with it.

import { get } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { actOn } from "./message.js";
import { openTab } from "./navigate.js";
import { channel, emit, isWithApp, memory, on, state } from "./state.js";

const $ = (id) => document.getElementById(id);
const TABS = { home: "Home", messages: "Messages" };
const place = h("div", { class: "home-place blocks" });
let fields = [];
let asked = 0;
let print = "";

/** The conversation with the app is the only one that has tabs. */
const isApps = () => isWithApp(channel(state.channel));
const isHome = () => isApps() && state.tab === "home";

function surface(id) {
  return {
    memory: (name) => memory(`${id}:${name}`),
    register: (block, element, input) => fields.push({ block, input }),
    act: (click) => actOn("/sandbox/slack/clicks", { view_id: id, values: values(), ...click }).then((problem) => {
      if (problem) emit("notice", problem);
      return problem;
    }),
  };
}

const values = () => Object.fromEntries(fields.map(({ block, input }) => [block.block_id, input.value()]));

async function draw() {
  if (!isHome()) return;
  const mine = (asked += 1);
  const who = state.me;
  const home = await get("/sandbox/slack/home", { user: who });
  if (mine !== asked || who !== state.me) return;
  const now = JSON.stringify([who, home?.view_id, home?.view?.hash]);
  if (now === print && place.childElementCount) return;
  print = now;
  fields = [];
  place.replaceChildren(...(home
    ? drawBlocks(home.view.blocks, surface(home.view_id))
    : [h("p", { class: "panel-note" }, "The app has not drawn its Home yet.")]));
}

function drawTabs() {
  $("app-tabs").hidden = !isApps();
  $("app-tabs").replaceChildren(...Object.entries(TABS).map(([name, label]) => h("button", {
    type: "button", role: "tab", class: "app-tab", "aria-selected": String((state.tab ?? "messages") === name),
    click: () => openTab(name),
  }, label)));
  $("home").hidden = !isHome();
  $("messages-place").hidden = isHome();
}

/** Looking at a tab is an event for the app, each time. */
async function visit() {
  drawTabs();
  if (!isApps()) return;
  await actOn("/sandbox/slack/home", { tab: state.tab ?? "messages" });
  await draw();
}

const grumble = (error) => emit("notice", error.message);

export function startHome() {
  $("home").append(place);
  on("channel tab", () => visit().catch(grumble));
  on("channels people", drawTabs);
  on("views-changed", () => draw().catch(grumble));
}
