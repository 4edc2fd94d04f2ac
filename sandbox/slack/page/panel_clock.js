// Business time in Berlin and UTC, and the buttons that move it forward.

import { businessNow, moveClock } from "./clock.js";
import { dayKey, format, instantOf, wallClock, wallInput } from "./dates.js";
import { h, icon, note, spinner } from "./dom.js";
import { emit, on } from "./state.js";

export const BERLIN = "Europe/Berlin";
const MORNING = "T09:05";
const DAY = 86400000;

/** The next 09:05 in Berlin on a day that fits, strictly in the future. */
function nextMorning(fits) {
  const now = businessNow();
  for (let days = 0; days < 9; days += 1) {
    const noon = new Date(instantOf(`${dayKey(now, BERLIN)}T12:00`, BERLIN).getTime() + days * DAY);
    const moment = instantOf(dayKey(noon, BERLIN) + MORNING, BERLIN);
    if (moment > now && fits(wallClock(moment, BERLIN).weekday)) return moment;
  }
  throw new RangeError("there is no such morning");
}

const MOVES = [
  ["+1 h", () => ({ advance: "PT1H" })],
  ["+4 h", () => ({ advance: "PT4H" })],
  ["+1 day", () => ({ advance: "PT24H" })],
  ["Next morning 09:05", () => ({ to: nextMorning(() => true).toISOString() })],
  ["Next Monday 09:05", () => ({ to: nextMorning((day) => day.startsWith("Mon")).toISOString() })],
];

export function clockWords(where) {
  const now = businessNow();
  const day = new Intl.DateTimeFormat(
    "en-GB",
    { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: where },
  ).format(now);
  return { day, time: format(now, "time_secs", where, "en-GB") };
}

export function drawClock(body) {
  const faces = [["Berlin", BERLIN], ["UTC", "UTC"]].map(([name, where]) => {
    const time = h("b", {});
    const day = h("span", {});
    const tick = () => {
      const words = clockWords(where);
      time.textContent = words.time;
      day.textContent = words.day;
    };
    return { node: h("div", { class: "face" }, h("small", {}, name), time, day), tick };
  });
  const tick = () => faces.forEach((face) => face.tick());
  const problem = h("div", { class: "panel-problem", role: "alert", hidden: true });
  const free = h(
    "input",
    {
      type: "datetime-local",
      class: "text-input",
      id: "clock-to",
      value: wallInput(businessNow(), BERLIN),
      required: true,
    },
  );
  const buttons = MOVES.map(([label, move]) => h(
    "button",
    { type: "button", class: "button", click: (event) => go(event.currentTarget, move()) },
    label,
  ));
  const move = h("button", { type: "submit", class: "button primary" }, "Move");
  const moveFreely = (event) => {
    event.preventDefault();
    go(move, { to: instantOf(free.value, BERLIN).toISOString() });
  };
  const form = h("form", { class: "clock-form", submit: moveFreely },
    h("label", { for: "clock-to" }, "Move to (Berlin)"), h("div", { class: "line" }, free, move));

  async function go(button, wanted) {
    const all = [...buttons, move];
    const wheel = spinner();
    all.forEach((one) => (one.disabled = true));
    button.append(wheel);
    problem.hidden = true;
    try {
      await moveClock(wanted);
      emit("clock-moved");
      free.value = wallInput(businessNow(), BERLIN);
    } catch (error) {
      problem.hidden = false;
      problem.replaceChildren(icon("warning"), ` ${error.message}`);
    }
    wheel.remove();
    all.forEach((one) => (one.disabled = false));
    tick();
  }

  body.append(h(
    "div",
    { class: "faces" },
    faces.map(({ node }) => node),
  ), h("div", { class: "moves" }, buttons), form, problem,
    note("Policies, deadlines and schedules read this clock. It can be moved forward, never back."));
  tick();
  ticking = tick;
  return null;
}

let ticking = () => undefined;

export function startClockChip(button) {
  const show = () => {
    const { day, time } = clockWords(BERLIN);
    const short = day.replace(/ \d{4}$/, "");
    button.replaceChildren(
      icon("clock"),
      h("span", { class: "wide" }, `${short}, ${time.slice(0, 5)} Berlin`),
      h("span", { class: "narrow" }, time.slice(0, 5)),
    );
    ticking();
  };
  on("clock clock-moved", show);
  show();
}
