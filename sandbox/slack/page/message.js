// One message: who, when, the text or the blocks, and what can be done with it.

import { post, Refused } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { format, momentOf, PAGE_LANGUAGE } from "./dates.js";
import { anchor, h, icon, iconButton } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { openThread } from "./navigate.js";
import { avatar, isApp, statusOf } from "./people.js";
import { openMenu } from "./popover.js";
import { emit, memory, nameOf, person, state, zone } from "./state.js";

export const NO_ANSWER = "We had some trouble connecting. Try again?";

/** Tells the bot about it as the acting person; answers what to show when that went wrong. */
export async function actOn(path, body) {
  const who = state.me;
  try {
    const outcome = await post(path, { user: who, ...body });
    if (outcome?.views && who === state.me) emit("views", outcome.views);
    return isUnanswered(outcome?.delivery) ? NO_ANSWER : "";
  } catch (error) {
    return error instanceof Refused ? error.message : NO_ANSWER;
  }
}

/** Of an event nobody is told: what was written stands, and Slack sends it again. */
const isUnanswered = (delivery) => Boolean(delivery) && !delivery.acknowledged && delivery.kind !== "event";

function surfaceOf({ channel, ts }) {
  return {
    memory: (name) => memory(`${channel}:${ts}:${name}`),
    act: (click) => actOn("/sandbox/slack/clicks", { channel, ts, ...click }),
    options: ({ block_id }, { action_id }, text) =>
      post("/sandbox/slack/options", { user: state.me, channel, ts, block_id, action_id, text }),
  };
}

/** where: "channel" or "thread"; follows: the message above is by the same author, a moment ago. */
export function drawMessage(message, { where, follows }) {
  const name = ["message", follows && "follows", message.ephemeral_for && "private"].filter(Boolean).join(" ");
  const time = () => h("span", { class: "small-time" }, clock(momentOf(message.ts), "time"));
  return h("article", { class: name, tabindex: -1, "aria-label": `Message from ${nameOf(message.user)}` },
    h("div", { class: "gutter" }, follows ? time() : avatar(message.user)),
    h("div", { class: "message-main" },
      message.ephemeral_for && h("div", { class: "only-you" }, icon("eye"), " Only visible to you"),
      !follows && byline(message),
      content(message),
      (message.files ?? []).map(file),
      where === "channel" && message.reply_count > 0 && replies(message)),
    tools(message, where));
}

function byline(message) {
  const author = person(message.user);
  const status = author ? statusOf(author) : "";
  return h("div", { class: "byline" },
    h("span", { class: "author" }, nameOf(message.user)),
    (isApp(message.user) || message.bot) && h("span", { class: "app-badge" }, "APP"),
    status && h("span", { class: "status-badge" }, status),
    anchorTime(message));
}

const clock = (moment, name) => format(moment, name, zone(), PAGE_LANGUAGE);

function anchorTime({ ts, permalink }) {
  const moment = momentOf(ts);
  const title = `${clock(moment, "date_long")}, ${clock(moment, "time_secs")}`;
  const time = h("time", { datetime: moment.toISOString(), title }, clock(moment, "time"));
  return permalink ? h("a", { class: "time", href: permalink }, time) : h("span", { class: "time" }, time);
}

function content(message) {
  const blocks = message.blocks?.length ? message.blocks : null;
  const attached = (message.attachments ?? []).map((one) => h("div", { class: "attachment" },
    one.blocks ? drawBlocks(one.blocks, surfaceOf(message)) : mrkdwn(one.text ?? one.fallback ?? "")));
  if (blocks) return [h("div", { class: "blocks" }, drawBlocks(blocks, surfaceOf(message))), attached];
  const edited = message.edited && h("span", { class: "edited" }, "(edited)");
  return [h("div", { class: "message-text" }, mrkdwn(message.text ?? ""), edited), attached];
}

function file(one) {
  const name = one.title || one.name || one.id;
  const address = one.url_private_download ?? one.url_private;
  const shown = h("div", { class: "file" }, icon("truth"), address ? anchor(address, name) : name);
  if (one.filetype !== "png" || !address) return shown;
  return h("div", {}, shown, h("img", { class: "picture", src: address, alt: one.alt_txt || name }));
}

function replies({ ts, reply_count: count }) {
  const words = count === 1 ? "1 reply" : `${count} replies`;
  return h(
    "button",
    { type: "button", class: "replies", click: () => openThread(ts) },
    icon("reply"),
    words,
    h("span", {}, "View thread"),
  );
}

function tools(message, where) {
  const copy = () => navigator.clipboard?.writeText(message.permalink).then(() => emit("notice", "Link copied"));
  const reply = () => openThread(message.thread_ts ?? message.ts);
  const more = (event) => shortcuts(event.currentTarget, message);
  if (message.ephemeral_for) return null;
  return h("div", { class: "tools", role: "group", "aria-label": "Message actions" },
    where === "channel" && iconButton("reply", "Reply in thread", reply),
    message.permalink && iconButton("link", "Copy link", copy),
    state.shortcuts.length > 0 && iconButton("more", "More actions", more, { "aria-haspopup": "menu" }));
}

function shortcuts(button, { channel, ts }) {
  openMenu(button, state.shortcuts.map(({ name, callback_id, description }) => ({
    label: name,
    description,
    pick: async () => {
      const problem = await actOn("/sandbox/slack/shortcuts", { channel, ts, callback_id });
      if (problem) emit("notice", problem);
    },
  })));
}
