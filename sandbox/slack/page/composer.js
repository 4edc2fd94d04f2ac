// Where a person writes: Enter sends, "/" offers commands, "@" offers people.

import { h, icon, iconButton } from "./dom.js";
import { nameOf, on, state } from "./state.js";

const drafts = new Map();

/** send(text) answers "" or what went wrong; place() names what is being written in. */
export function composer({ label, place, send, commands: takesCommands = true }) {
  const box = h("textarea", {
    rows: 1,
    role: "combobox",
    "aria-label": "Message",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    autocomplete: "off",
    spellcheck: "false",
    input: changed,
    keydown: keys,
    blur: close,
  });
  const list = h("div", { class: "suggestions", role: "listbox", hidden: true, "aria-label": "Suggestions" });
  const problem = h("div", { class: "composer-problem", role: "alert" });
  const button = iconButton("send", "Send now", deliver, { class: "icon-button send", disabled: true });
  const hint = h(
    "span",
    { class: "composer-hint" },
    takesCommands && [h("b", {}, "/"), " for commands, "],
    h("b", {}, "@"),
    " to mention, ",
    h("b", {}, "#"),
    " for channels",
  );
  const node = h(
    "div",
    { class: "composer" },
    list,
    problem,
    h("div", { class: "composer-box" }, box, h("div", { class: "composer-foot" }, hint, button)),
  );
  let offered = [];
  let active = 0;

  function changed() {
    drafts.set(place(), box.value);
    problem.replaceChildren();
    settle();
    offer();
  }

  function settle() {
    box.style.height = "auto";
    if (box.scrollHeight) box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
    button.disabled = box.value.trim() === "";
  }

  function keys(event) {
    if (event.isComposing) return;
    if (!list.hidden && suggest(event)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    deliver();
  }

  function suggest(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) active = (active + step + offered.length) % offered.length;
    else if (event.key === "Tab" || (event.key === "Enter" && !offered[active].complete(
      box.value
    ))) offered[active].take();
    else if (event.key === "Escape") close();
    else return false;
    mark();
    return true;
  }

  async function deliver() {
    const text = box.value.trim();
    if (!text) return;
    const written = place();
    close();
    put("");
    const wrong = await send(text);
    if (!wrong) return;
    if (place() === written && box.value === "") put(text);
    problem.replaceChildren(icon("warning"), ` ${wrong}`);
  }

  function put(text) {
    box.value = text;
    drafts.set(place(), text);
    settle();
  }

  function offer() {
    const before = box.value.slice(0, box.selectionStart);
    offered = named(before) ?? (before.startsWith("/") && takesCommands ? commands(before) : []);
    active = 0;
    if (!offered.length) return close();
    list.replaceChildren(...offered.map(row));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    mark();
  }

  function commands(before) {
    const [name, ...rest] = before.split(" ");
    const matching = state.commands.filter(
      (command) => (rest.length ? command.name === name : command.name.startsWith(name))
    );
    return matching.map((command) => ({
      content: [
        h("b", {}, command.name),
        " ",
        h("span", { class: "usage" }, command.usage),
        h("small", {}, command.description),
      ],
      complete: (text) => text.split(/\s/)[0] === command.name,
      take: () => insert(`${command.name} `, before.length),
    }));
  }

  /** People after "@" and channels after "#", in messages and in commands; null where neither is typed. */
  function named(before) {
    const [, sign, start] = /(?:^|\s)([@#])([\w.-]*)$/.exec(before) ?? [];
    if (!sign) return null;
    return sign === "@" ? people(start, before) : channels(start, before);
  }

  function channels(start, before) {
    const fitting = state.channels.filter(({ name, is_im: im }) => !im && name.includes(start.toLowerCase()));
    return fitting.slice(0, 8).map(({ name }) => ({
      content: h("b", {}, `#${name}`),
      complete: () => false,
      take: () => insert(`${before.slice(0, before.length - start.length)}${name} `, before.length),
    }));
  }

  function people(start, before) {
    const wanted = start.toLowerCase();
    const fitting = [...state.people.values()].filter(({ id, name, deleted }) =>
      !deleted && id !== state.me && `${name} ${nameOf(id)}`.toLowerCase().includes(wanted));
    return fitting.slice(0, 8).map(({ id, name }) => ({
      content: [h("b", {}, nameOf(id)), " ", h("span", { class: "usage" }, `@${name}`)],
      complete: () => false,
      take: () => insert(`${before.slice(0, before.length - start.length)}${name} `, before.length),
    }));
  }

  function insert(text, upTo) {
    const rest = box.value.slice(upTo);
    put(text + rest);
    box.setSelectionRange(text.length, text.length);
    box.focus();
    offer();
  }

  function row(option, at) {
    return h(
      "div",
      {
        role: "option",
        id: `suggestion-${at}`,
        class: "suggestion",
        mousedown: (event) => event.preventDefault(),
        click: option.take,
      },
      option.content,
    );
  }

  function mark() {
    [...list.children].forEach((node, at) => {
      node.classList.toggle("active", at === active);
      node.setAttribute("aria-selected", String(at === active));
    });
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  }

  /** The place changed: its own draft and its own label. */
  function arrive() {
    put(drafts.get(place()) ?? "");
    box.placeholder = label();
    box.setAttribute("aria-label", label());
    problem.replaceChildren();
    close();
  }

  on("people", () => (box.placeholder = label()));
  return { node, arrive, focus: () => box.focus() };
}
