// The rich_text block: sections, lists, quotes, preformatted text and every inline element.

import { anchor, h } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, dated, userMention } from "./mrkdwn.js";

export function richText(block) {
  return h("div", { class: "rich-text" }, (block.elements ?? []).map(part));
}

/** Just the words, for labels and sorting. */
export const richWords = (block) => richText(block).textContent;

const PARTS = {
  rich_text_section: (part) => h("div", { class: "text" }, run(part)),
  rich_text_quote: (part) => h("blockquote", {}, run(part)),
  rich_text_preformatted: (part) => h("pre", { class: "code-block" }, run(part)),
  rich_text_list: list,
};

function part(element) {
  const draw = PARTS[element.type];
  return draw ? draw(element) : h("div", { class: "text" }, inlineElement(element));
}

function list(part) {
  const ordered = part.style === "ordered";
  const shapes = ordered ? ["decimal", "lower-alpha", "lower-roman"] : ["disc", "circle", "square"];
  const indent = part.indent ?? 0;
  const style = `margin-left:${indent * 24}px;list-style-type:${shapes[indent % 3]}`;
  const start = ordered && part.offset ? part.offset + 1 : undefined;
  const items = (part.elements ?? []).map((item) => h("li", { class: "text" }, run(item)));
  return h(ordered ? "ol" : "ul", { style, start, class: part.border ? "bordered" : undefined }, items);
}

const run = (part) => (part.elements ?? []).map(inlineElement);

const INLINE = {
  text: (element) => element.text,
  link: (element) => anchor(element.url, element.text ?? element.url),
  user: (element) => userMention(element.user_id),
  channel: (element) => channelMention(element.channel_id),
  usergroup: (element) => h("span", { class: "mention" }, `@${element.usergroup_id}`),
  broadcast: (element) => broadcast(element.range),
  emoji: (element) => emojiOf(element),
  color: (element) => h("code", {}, element.value),
  date: (element) => dated(element.format ?? "{date_short}", element.timestamp, element.url, element.fallback ?? ""),
  tag: (element) => h("span", { class: `tag tag-${plainWord(element.color ?? element.style)}` }, tagWords(element)),
  citation: (element) => h("sup", {}, anchor(element.url ?? "", element.text ?? "source")),
};

const plainWord = (value) => (typeof value === "string" ? value.replace(/\W/g, "") : "gray");

function tagWords(element) {
  const label = element.text ?? element.label ?? "";
  return typeof label === "string" ? label : label.text;
}

/** A custom emoji has a name only; a standard one carries its code points. */
function emojiOf({ name, unicode }) {
  const drawn = emoji(name);
  if (!unicode || !drawn.startsWith(":")) return drawn;
  return String.fromCodePoint(...unicode.split("-").map((point) => Number.parseInt(point, 16)));
}

const WRAPPERS = [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"], ["underline", "u"]];

function inlineElement(element) {
  const draw = INLINE[element.type];
  if (!draw) return h("span", { class: "unknown-inline" }, `[${element.type}]`);
  const style = typeof element.style === "object" && element.style ? element.style : {};
  return WRAPPERS.filter(([name]) => style[name]).reduce((inner, [, tag]) => h(tag, {}, inner), draw(element));
}
