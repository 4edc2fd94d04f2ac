// Slack's mrkdwn and plain_text, turned into nodes.

import { businessNow } from "./clock.js";
import { fillTemplate } from "./dates.js";
import { anchor, h } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { channel, channelName, nameOf, state } from "./state.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const decode = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** A text object (or a bare string) as nodes. */
export function text(object) {
  if (!object) return [];
  if (typeof object === "string") return [withEmoji(decode(object))];
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "");
  return [withEmoji(decode(object.text ?? ""))];
}

/** The same as one line of words, for labels. */
export function words(object) {
  return h("span", {}, text(object)).textContent;
}

export function mrkdwn(source) {
  return source.split(/```/).flatMap((part, index, parts) => {
    const closed = index < parts.length - 1;
    if (index % 2 === 1 && closed) return [h("pre", { class: "code-block" }, decode(part.replace(/^\n|\n$/g, "")))];
    if (index % 2 === 1) return lines(`\`\`\`${part}`);
    return lines(besideCode(part, { after: index > 0, before: closed && index + 2 < parts.length }));
  });
}

/** The line break next to a code block is the block's own edge. */
function besideCode(part, { after, before }) {
  const begun = after ? part.replace(/^\n/, "") : part;
  return before ? begun.replace(/\n$/, "") : begun;
}

function lines(source) {
  if (!source) return [];
  const nodes = [];
  let quoted = null;
  let plain = [];
  const flush = () => {
    if (plain.length) nodes.push(h("span", { class: "text" }, inline(plain.join("\n"))));
    plain = [];
  };
  for (const line of source.split("\n")) {
    const quote = /^(?:>|&gt;) ?(.*)$/.exec(line);
    if (!quote) {
      quoted = null;
      plain.push(line);
      continue;
    }
    flush();
    if (quoted) quoted.append("\n", ...inline(quote[1]));
    else nodes.push((quoted = h("blockquote", {}, inline(quote[1]))));
  }
  flush();
  return nodes;
}

const TOKEN = /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+):|(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)])|([*_~])/g;
const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}_]/u;

export function inline(source) {
  const nodes = [];
  let last = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) {
    const [whole, code, angled, shortcode, bare, marker] = match;
    const end = marker ? closing(source, match.index, marker) : match.index + whole.length;
    if (end === null) continue;
    nodes.push(decode(source.slice(last, match.index)));
    nodes.push(token({
      whole,
      code,
      angled,
      shortcode,
      bare,
      marker,
      inner: source.slice(match.index + 1, end - 1),
    }));
    last = TOKEN.lastIndex = end;
  }
  nodes.push(decode(source.slice(last)));
  return nodes.flat().filter((node) => node !== "");
}

/** A nested call moves the shared regular expression, so the caller sets lastIndex again afterwards. */
function token({ code, angled, shortcode, bare, marker, inner }) {
  if (code) return h("code", {}, decode(code));
  if (angled) return reference(angled);
  if (shortcode) return emoji(shortcode);
  if (bare) return anchor(decode(bare), decode(bare));
  return h(STYLES[marker], {}, inline(inner));
}

/** Where the styled run that opens here ends, or null when the mark is just a character. */
function closing(source, start, marker) {
  const before = source[start - 1] ?? " ";
  const after = source[start + 1] ?? " ";
  if (WORD.test(before) || /\s/.test(after) || after === marker) return null;
  for (let at = start + 1; at < source.length && source[at] !== "\n"; at += 1) {
    if (source[at] === "`" || source[at] === "<") {
      const close = source.indexOf(source[at] === "<" ? ">" : "`", at + 1);
      if (close > 0) at = close;
      continue;
    }
    const closes = source[at] === marker && !/\s/.test(source[at - 1]) && !WORD.test(source[at + 1] ?? " ");
    if (closes) return at + 1;
  }
  return null;
}

function reference(inside) {
  const [target, label] = splitOnce(inside, "|");
  if (target.startsWith("@")) return userMention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return dateToken(target, label);
  if (target.startsWith("!")) return broadcast(target.slice(1), label);
  return anchor(decode(target), decode(label ?? target));
}

export function userMention(id) {
  const mine = id === state.me ? "mention mention-me" : "mention";
  return h("span", { class: mine }, `@${nameOf(id)}`);
}

export function channelMention(id, label) {
  const known = channel(id);
  const name = known ? channelName(known) : label || id;
  return h("a", { class: "mention", href: `#channel=${encodeURIComponent(id)}`, "data-channel": id }, `#${name}`);
}

export function broadcast(name, label) {
  if (name.startsWith("subteam^")) return h("span", { class: "mention" }, decode(label ?? name));
  return h("span", { class: "mention mention-me" }, `@${decode(label ?? name)}`);
}

function dateToken(target, fallback) {
  const [, seconds, template, url] = target.split("^");
  return dated(template, seconds, url, decode(fallback ?? ""));
}

export function dated(template, seconds, url, fallback) {
  if (!Number.isFinite(Number(seconds))) return fallback;
  const shown = fillTemplate(template, seconds, businessNow());
  const time = h("time", { datetime: new Date(seconds * 1000).toISOString(), title: fallback }, shown);
  return url ? anchor(url, time) : time;
}

function splitOnce(source, mark) {
  const at = source.indexOf(mark);
  return at < 0 ? [source, undefined] : [source.slice(0, at), source.slice(at + 1)];
}
