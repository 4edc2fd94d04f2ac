// How people and apps look: avatars, names, status words.

import { h, icon } from "./dom.js";
import { nameOf, person } from "./state.js";

const COLOURS = [
  "#7c3085",
  "#1264a3",
  "#2f7d5b",
  "#b1541b",
  "#a3264f",
  "#4a5bb5",
  "#0e7c86",
  "#7a6a12",
  "#5c4b8a",
  "#8a3b2f",
];

/** The same colour for the same person, spread by the FNV hash of the id. */
function tint(id) {
  const mix = (sum, letter) => Math.imul(sum ^ letter.codePointAt(0), 16777619);
  return COLOURS[([...String(id)].reduce(mix, 2166136261) >>> 8) % COLOURS.length];
}

/** One letter for names in Chinese, Japanese and Korean, two for the rest. */
function initials(name) {
  const parts = name.trim().split(/\s+/);
  if (/^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(name)) return [...name][0];
  return [parts[0], parts.length > 1 ? parts.at(-1) : ""].map((part) => [...part][0] ?? "").join("").toUpperCase();
}

export const isApp = (id) => Boolean(person(id)?.is_bot);

export function avatar(id, size = "") {
  if (isApp(id)) return h("span", { class: `avatar app ${size}`, "aria-hidden": "true" }, icon("shield"));
  return h(
    "span",
    { class: `avatar ${size}`, style: `background:${tint(id)}`, "aria-hidden": "true" },
    initials(nameOf(id)),
  );
}

export function roleWords(one) {
  return Array.isArray(one.roles) ? one.roles.join(", ") : (one.roles ?? "");
}

/** What makes a person different from an ordinary member, in the words Slack uses. */
export function statusOf(one) {
  if (one.deleted) return "deactivated";
  if (one.is_stranger) return "external";
  if (one.is_ultra_restricted) return "single-channel guest";
  if (one.is_restricted) return "guest";
  return "";
}
