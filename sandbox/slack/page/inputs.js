// Every input a form or a message can hold, each with its node, its value and what is wrong with it.

import { instantOf, wallInput } from "./dates.js";
import { h } from "./dom.js";
import { text, words } from "./mrkdwn.js";
import { isSelect, selectInput } from "./selects.js";
import { zone } from "./state.js";

/**
 * kept: what the field held before a redraw; changed(value): called when the person settles on a value.
 * The answer has node, value(), keep(), isEmpty() and, where it applies, problem().
 */
export function createInput(element, surface, wiring = {}) {
  if (isSelect(element.type)) return selectInput(element, surface, wiring);
  return KINDS[element.type]?.(element, wiring) ?? null;
}

export const isInput = (type) => isSelect(type) || type in KINDS;

const KINDS = {
  plain_text_input: plainText,
  rich_text_input: (element, wiring) => plainText({ ...element, multiline: true, initial_value: undefined }, wiring),
  number_input: (element, wiring) => typed(element, { inputmode: "decimal" }, numberProblem, wiring),
  email_text_input: (element, wiring) => typed(element, { type: "email" }, emailProblem, wiring),
  url_text_input: (element, wiring) => typed(element, { type: "url" }, urlProblem, wiring),
  datepicker: (element, wiring) => native(element, "date", element.initial_date, (value) => value, wiring),
  timepicker: (element, wiring) => native(element, "time", element.initial_time, (value) => value, wiring),
  datetimepicker: dateTime,
  checkboxes: (element, wiring) => choices(element, "checkbox", element.initial_options ?? [], wiring),
  radio_buttons: (element, wiring) => choices(element, "radio", [element.initial_option ?? []].flat(), wiring),
};

function field(control, { changed, kept, labelledBy }, read = (value) => value) {
  if (kept !== undefined) control.value = kept;
  if (labelledBy) control.setAttribute("aria-labelledby", labelledBy);
  const value = () => (control.value === "" ? null : read(control.value));
  control.addEventListener("change", () => changed?.(value()));
  return { node: control, value, keep: () => control.value, isEmpty: () => control.value.trim() === "" };
}

function plainText(element, wiring) {
  const props = {
    class: "text-input", placeholder: element.placeholder && words(
      element.placeholder
    ), maxlength: element.max_length,
    value: element.initial_value ?? "", rows: element.multiline ? 4 : undefined, autocomplete: "off",
  };
  const control = h(element.multiline ? "textarea" : "input", props);
  const least = element.min_length ?? 0;
  const problem = () => control.value && control.value.length < least && `Use at least ${least} characters.`;
  return { ...withCounter(field(control, wiring), element.max_length), problem };
}

/** Slack shows what is left once a limit comes near. */
function withCounter(input, limit) {
  if (!limit) return input;
  const counter = h("span", { class: "counter", "aria-live": "polite" });
  const count = () => {
    const left = limit - input.node.value.length;
    counter.textContent = left <= Math.min(limit / 4, Math.max(20, limit / 10)) ? `${left} left` : "";
  };
  input.node.addEventListener("input", count);
  count();
  return { ...input, node: h("div", { class: "counted" }, input.node, counter) };
}

function typed(element, props, check, wiring) {
  const placeholder = element.placeholder && words(element.placeholder);
  const control = h("input", { class: "text-input", placeholder, value: element.initial_value ?? "", ...props });
  return { ...field(control, wiring), problem: () => control.value && check(control.value, element) };
}

function numberProblem(value, element) {
  const number = Number(value);
  if (!Number.isFinite(number)) return "Enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Enter a whole number.";
  if (number < Number(element.min_value ?? -Infinity)) return `Enter a number of at least ${element.min_value}.`;
  if (number > Number(element.max_value ?? Infinity)) return `Enter a number of at most ${element.max_value}.`;
  return "";
}

const emailProblem = (value) => (/^\S+@\S+\.\S+$/.test(value) ? "" : "Enter an e-mail address.");
const urlProblem = (value) => (/^https?:\/\/\S+$/.test(
  value
) ? "" : "Enter an address that starts with http:// or https://.");

function native(element, type, initial, read, wiring) {
  const control = h("input", { class: "text-input", type, value: initial ?? "" });
  return field(control, wiring, read);
}

function dateTime(element, wiring) {
  const start = element.initial_date_time && wallInput(new Date(element.initial_date_time * 1000), zone());
  return native(element, "datetime-local", start, (wall) => Math.floor(instantOf(wall, zone()) / 1000), wiring);
}

let group = 0;

function choices(element, type, initial, { kept, changed, labelledBy }) {
  const name = `choice-${(group += 1)}`;
  const chosen = kept ?? initial.map((option) => option.value);
  const boxes = (element.options ?? []).map((option) =>
    h(
      "input",
      { type, name, value: option.value, checked: chosen.includes(option.value), change: () => changed?.(value()) },
    ));
  const rows = boxes.map((box, index) => {
    const option = element.options[index];
    const description = option.description && h("small", {}, text(option.description));
    return h("label", { class: "choice" }, box, h("span", {}, text(option.text), description));
  });
  const keep = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const value = () => (type === "radio" ? (keep()[0] ?? null) : keep());
  const role = type === "radio" ? "radiogroup" : "group";
  const node = h("div", { class: "choices", role, "aria-labelledby": labelledBy }, rows);
  return { node, value, keep, isEmpty: () => keep().length === 0 };
}
