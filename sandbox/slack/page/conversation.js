// The middle and the right-hand thread: what was said, and where to answer.

import { get, listOf } from "./api.js";
import { composer } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { actOn } from "./message.js";
import { MessageList } from "./messagelist.js";
import { openThread } from "./navigate.js";
import { channel, channelName, emit, me, on, state } from "./state.js";
import { markRead } from "./unread.js";

const $ = (id) => document.getElementById(id);
const fetchMessages = async (values) => listOf(
  await get("/sandbox/slack/messages", { user: state.me, ...values }),
  "messages",
);
const wide = matchMedia("(min-width: 801px)");
const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

function channelSign(one) {
  if (one?.is_im) return "";
  return one?.is_private ? icon("lock") : icon("hash");
}

function startOfChannel() {
  const here = channel(state.channel);
  if (!here) return "This person is in no conversation.";
  if (here.is_im) return `This is the start of your direct messages with ${channelName(here)}.`;
  return `This is the start of #${channelName(here)}. Type / to see what the desk can do.`;
}

const list = new MessageList("channel", startOfChannel);
const threadList = new MessageList("thread", () => "There is no such thread.");

const writer = composer({
  place: () => `${state.me}:${state.channel}`,
  label: () => {
    const here = channel(state.channel);
    return here ? `Message ${here.is_im ? "" : "#"}${channelName(here)}` : "Message";
  },
  send: (text) => {
    list.toEnd();
    const path = text.startsWith("/") ? "/sandbox/slack/commands" : "/sandbox/slack/messages";
    return actOn(path, { channel: state.channel, text });
  },
});

const threadWriter = composer({
  place: () => `${state.me}:${state.channel}:${state.thread}`,
  label: () => "Reply…",
  commands: false,
  send: async (text) => {
    if (text.startsWith("/")) return `${text.split(" ")[0]} is not supported in threads. Sorry!`;
    threadList.toEnd();
    return actOn("/sandbox/slack/messages", { channel: state.channel, thread_ts: state.thread, text });
  },
});

function drawHead() {
  const here = channel(state.channel);
  const words = [channelSign(here), h("span", {}, here ? channelName(here) : "")];
  if (here?.is_ext_shared) words.push(h("span", { class: "status-badge" }, "shared with another organisation"));
  $("channel-title").replaceChildren(...words.filter(Boolean));
  $("channel-members").textContent = here && !here.is_im ? `${here.members?.length ?? 0} members` : "";
  document.title = `${here ? channelName(here) : "Goodstanding"} – ${me() ? me().real_name : ""} – sandbox`;
}

let asked = 0;

export async function showChannel() {
  const id = state.channel;
  if (!id) return list.show([]);
  const mine = (asked += 1);
  const messages = await fetchMessages({ channel: id });
  if (mine !== asked || id !== state.channel) return;
  list.show(messages.filter((message) => !isReply(message)));
  markRead(id, messages);
  reveal(list);
}

let askedThread = 0;

export async function showThread() {
  const thread = state.thread;
  $("thread").hidden = !thread;
  document.body.classList.toggle("with-thread", Boolean(thread));
  if (!thread) return;
  $("thread-place").textContent = channelName(channel(state.channel));
  const mine = (askedThread += 1);
  const messages = await fetchMessages({ channel: state.channel, thread_ts: thread });
  if (mine !== askedThread || thread !== state.thread) return;
  threadList.show(messages);
  reveal(threadList);
}

/** Jumps once to the message a link pointed at. */
function reveal(inList) {
  if (state.focus && inList.reveal(state.focus) && (inList === threadList || !state.thread)) state.focus = null;
}

const grumble = (error) => emit("notice", error.message);

export function startConversation() {
  $("messages-place").append(list.node, list.newer, writer.node);
  $("thread-messages-place").append(threadList.node, threadList.newer, threadWriter.node);
  $("thread-head").append(iconButton("close", "Close thread", () => openThread(null)));
  on("channel", () => {
    list.reset();
    drawHead();
    writer.arrive();
    showChannel().catch(grumble);
    if (wide.matches && !document.querySelector("dialog[open]")) writer.focus();
  });
  on("thread", () => {
    threadList.reset();
    showThread().catch(grumble);
    threadWriter.arrive();
    if (state.thread && wide.matches && !document.querySelector("dialog[open]")) threadWriter.focus();
  });
  on("me", () => {
    list.reset();
    threadList.reset();
  });
  on("channels people", drawHead);
  on("changed", (ids) => {
    if (!ids.includes(state.channel)) return;
    showChannel().catch(grumble);
    showThread().catch(grumble);
  });
}
