// Dates in the reader's zone and language, and wall times of a zone turned back into instants.

import { locale, zone } from "./state.js";

const DAY = 86400000;
/** What the page itself says is English; dates inside messages follow the reader. */
export const PAGE_LANGUAGE = "en-GB";
const FORMATS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  day_divider: { weekday: "long", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

export function format(date, name, where = zone(), language = locale()) {
  return new Intl.DateTimeFormat(language, { ...FORMATS[name], timeZone: where }).format(date);
}

export const momentOf = (ts) => new Date(Number.parseFloat(ts) * 1000);

/** The parts of an instant on the wall clock of a zone. */
export function wallClock(date, where) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: where, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit", weekday: "short",
  }).formatToParts(date);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

export function dayKey(date, where = zone()) {
  const { year, month, day } = wallClock(date, where);
  return `${year}-${month}-${day}`;
}

/** "2026-10-19T09:05" on the wall of a zone, as an instant. */
export function instantOf(wall, where) {
  const asIfUtc = Date.parse(`${wall.slice(0, 16)}:00Z`);
  const first = asIfUtc - offset(asIfUtc, where);
  return new Date(asIfUtc - offset(first, where));
}

function offset(instant, where) {
  const { year, month, day, hour, minute, second } = wallClock(new Date(instant), where);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

export function wallInput(date, where) {
  const { year, month, day, hour, minute } = wallClock(date, where);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** "Today", "Yesterday" or the day, for the line between two days of messages. */
export function dayWords(date, now) {
  const days = daysBetween(date, now);
  return { "-1": "Yesterday", 0: "Today" }[days] ?? format(date, "day_divider", zone(), PAGE_LANGUAGE);
}

const daysBetween = (date, now) => Math.round((Date.parse(dayKey(date)) - Date.parse(dayKey(now))) / DAY);

function pretty(date, name, now) {
  const days = daysBetween(date, now);
  if (Math.abs(days) > 1) return format(date, name);
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(days, "day");
}

function ago(date, now) {
  const seconds = Math.round((date - now) / 1000);
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

/** Slack's date templates: "{date_short} at {time}". */
export function fillTemplate(template, seconds, now) {
  const date = new Date(Number(seconds) * 1000);
  return template.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "ago") return ago(date, now);
    if (name.endsWith("_pretty")) return pretty(date, name.replace("_pretty", ""), now);
    return FORMATS[name] ? format(date, name) : whole;
  });
}
