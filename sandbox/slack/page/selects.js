// Select menus of every kind: fixed, typeahead, people, channels; for one choice or several.

import { h, icon, iconButton } from "./dom.js";
import { text, words } from "./mrkdwn.js";
import { fixedOptions, openPicker } from "./popover.js";
import { channelName, nameOf, person, state } from "./state.js";

const optionOf = (option) => ({
  value: option.value, content: text(option.text), search: words(option.text),
  description: option.description && words(option.description),
});

const groupsOf = ({ options, option_groups: groups }) =>
  groups?.length
    ? groups.map((group) => ({ label: words(group.label), options: group.options.map(optionOf) }))
    : [{ options: (options ?? []).map(optionOf) }];

const personOption = ({ id, title }) => ({ value: id, content: nameOf(id), search: nameOf(id), description: title });

function people() {
  return [{ options: [...state.people.values()].filter(({ deleted }) => !deleted).map(personOption) }];
}

function conversations(wanted) {
  const options = state.channels.filter(wanted).map((one) => {
    const name = `${one.is_im ? "" : "#"}${channelName(one)}`;
    return { value: one.id, content: name, search: name };
  });
  return [{ options }];
}

/** How each kind of menu finds its options, and what it starts with. */
const KINDS = {
  static_select: { load: (element) => fixedOptions(groupsOf(element)), initial: "initial_option" },
  external_select: { load: typeahead, initial: "initial_option" },
  users_select: { load: () => fixedOptions(people()), initial: "initial_user" },
  conversations_select: { load: () => fixedOptions(conversations(() => true)), initial: "initial_conversation" },
  channels_select: { load: () => fixedOptions(conversations(({ is_im: im }) => !im)), initial: "initial_channel" },
};

function typeahead(element, surface, block) {
  const least = element.min_query_length ?? 3;
  return async (query) => {
    if (query.length < least) return [{ options: [], label: "" }];
    const answer = await surface.options(block, element, query);
    return groupsOf(answer);
  };
}

export const isSelect = (type) => type.replace(/^multi_/, "") in KINDS;

export function selectInput(element, surface, { kept, changed, labelledBy, block }) {
  const multiple = element.type.startsWith("multi_");
  const kind = KINDS[element.type.replace(/^multi_/, "")];
  let chosen = kept ?? startWith(element, kind.initial + (multiple ? "s" : ""));
  const button = h(
    "button",
    {
      type: "button",
      class: "select-button",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-labelledby": labelledBy,
      click: open,
    },
  );
  const chips = h("span", { class: "chips" });
  const node = h("div", { class: multiple ? "select multi" : "select" }, multiple && chips, button);

  function open() {
    openPicker(button, {
      load: kind.load(
        element,
        surface,
        block,
      ), keepOpen: multiple, searchable: searchable(element), label: hint(element),
      isChosen: (value) => chosen.some((option) => option.value === value), pick,
    });
  }

  function pick(option) {
    const present = chosen.some(({ value }) => value === option.value);
    if (!multiple) chosen = [option];
    else if (present) chosen = chosen.filter(({ value }) => value !== option.value);
    else if (chosen.length < (element.max_selected_items ?? Infinity)) chosen = [...chosen, option];
    draw();
    changed?.(value());
  }

  function draw() {
    const single = !multiple && chosen.length > 0;
    const label = single ? copyOf(chosen[0].content) : hint(element);
    button.replaceChildren(
      h("span", { class: single ? "select-words" : "select-words placeholder" }, label),
      icon("caret"),
    );
    chips.replaceChildren(...chosen.map((option) => h("span", { class: "chip" }, copyOf(option.content),
      iconButton("close", `Remove ${option.search ?? option.value}`, () => pick(option)))));
  }

  const value = () => (multiple ? chosen.map((option) => option.value) : (chosen[0]?.value ?? null));
  draw();
  return {
    node,
    value,
    keep: () => chosen,
    isEmpty: () => chosen.length === 0,
    clear: () => ((chosen = []), draw()),
  };
}

/** Nodes live in one place only, and an option is shown in the list and in the field. */
const copyOf = (content) => [content].flat().map((piece) => (piece instanceof Node ? piece.cloneNode(true) : piece));

function hint(element) {
  const multiple = element.type.startsWith("multi_");
  return element.placeholder ? words(element.placeholder) : multiple ? "Select options" : "Select an option";
}

function searchable(element) {
  const fixed = element.type.endsWith("static_select");
  return !fixed || (element.option_groups ?? [element]).flatMap(({ options }) => options ?? []).length > 7;
}

function startWith(element, name) {
  const given = element[name];
  if (!given) return [];
  return [given].flat().map((option) => (typeof option === "string" ? named(option) : optionOf(option)));
}

function named(id) {
  if (person(id)) return personOption(person(id));
  const found = state.channels.find((one) => one.id === id);
  return { value: id, content: found ? `#${channelName(found)}` : id, search: id };
}
