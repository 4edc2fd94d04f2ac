// What opens over the page: menus, pickers with search, confirm dialogs.

import { h, spinner } from "./dom.js";
import { text } from "./mrkdwn.js";

/** Opens below its anchor, or above when there is more room; Escape and a click outside close it. */
export function openPopover(anchor, content, props = {}) {
  const box = h("div", { popover: "auto", class: "popover", ...props }, content);
  (anchor.closest("dialog") ?? document.body).append(box);
  box.addEventListener("toggle", ({ newState }) => {
    anchor.setAttribute("aria-expanded", String(newState === "open"));
    if (newState !== "closed") return;
    if (box.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    box.remove();
  });
  box.showPopover();
  place(box, anchor);
  return box;
}

function place(box, anchor) {
  const at = anchor.getBoundingClientRect();
  box.style.minWidth = `${Math.min(Math.max(at.width, 180), innerWidth - 16)}px`;
  const { width, height } = box.getBoundingClientRect();
  const below = innerHeight - at.bottom - 12;
  const up = height > below && at.top > below;
  box.style.maxHeight = `${Math.max(140, up ? at.top - 12 : below)}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  if (up) box.style.bottom = `${innerHeight - at.top + 4}px`;
  else box.style.top = `${at.bottom + 4}px`;
}

/** items: {label, pick, danger, url}. */
export function openMenu(anchor, items) {
  const entries = items.map((item) => h("button", {
    type: "button", role: "menuitem", class: item.danger ? "menu-item danger" : "menu-item",
    click: () => {
      box.hidePopover();
      item.pick();
    },
  }, item.label, item.description && h("small", {}, item.description)));
  const box = openPopover(anchor, entries, { role: "menu", keydown: (event) => moveFocus(event, entries) });
  entries[0]?.focus();
  return box;
}

function moveFocus(event, entries) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = (entries.indexOf(document.activeElement) + step + entries.length) % entries.length;
  entries[next].focus();
}

let listNumber = 0;

/**
 * load(query) gives groups [{label, options: [{value, content, description}]}], at once or later.
 * pick(option) is called for each choice; with keepOpen the list stays for the next one.
 */
export function openPicker(anchor, { load, isChosen, pick, keepOpen = false, searchable = true, label }) {
  const id = `picker-${(listNumber += 1)}`;
  const list = h(
    "div",
    {
      role: "listbox",
      id,
      class: "picker-list",
      "aria-label": label,
      "aria-multiselectable": keepOpen,
      tabindex: -1,
    },
  );
  const search = h("input", {
    class: "picker-search", role: "combobox", "aria-controls": id, "aria-expanded": "true", "aria-label": label,
    placeholder: "Search", autocomplete: "off", spellcheck: "false", input: () => fill(), readonly: !searchable,
  });
  let active = 0;
  let request = 0;
  let rows = [];

  async function fill() {
    const mine = (request += 1);
    const waiting = setTimeout(
      () => list.replaceChildren(h("div", { class: "picker-note" }, spinner(), " Loading")),
      150,
    );
    let groups = [];
    let failed = false;
    try {
      groups = await load(search.value);
    } catch {
      failed = true;
    }
    clearTimeout(waiting);
    if (mine !== request) return;
    draw(groups, failed ? "Could not load the options. Try again." : "No results");
  }

  function draw(groups, emptyWords) {
    rows = [];
    const drawn = groups.filter(({ options }) => options.length).map((group) =>
      h("div", { role: "group", "aria-label": group.label }, group.label && h(
        "div",
        { class: "picker-group" },
        group.label,
      ),
        group.options.map((option) => row(option))));
    list.replaceChildren(...(drawn.length ? drawn : [h("div", { class: "picker-note" }, emptyWords)]));
    active = Math.max(0, rows.findIndex(({ option }) => isChosen(option.value)));
    mark();
  }

  function row(option) {
    const node = h("div", {
      role: "option", id: `${id}-${rows.length}`, class: "picker-option", "aria-selected": String(
        isChosen(option.value)
      ),
      mousedown: (event) => event.preventDefault(), click: () => choose(option),
    }, h(
      "span",
      { class: "picker-words" },
      option.content,
      option.description && h("small", {}, option.description),
    ));
    rows.push({ option, node });
    return node;
  }

  function mark() {
    rows.forEach(({ node }, index) => node.classList.toggle("active", index === active));
    const current = rows[active]?.node;
    current?.scrollIntoView({ block: "nearest" });
    if (current) search.setAttribute("aria-activedescendant", current.id);
  }

  function choose(option) {
    pick(option);
    if (!keepOpen) return box.hidePopover();
    rows.forEach(({ option: each, node }) => node.setAttribute("aria-selected", String(isChosen(each.value))));
    search.focus();
  }

  function keys(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows.length) {
      active = (active + step + rows.length) % rows.length;
      mark();
    } else if (event.key === "Enter" && rows[active]) choose(rows[active].option);
    else return;
    event.preventDefault();
  }

  const box = openPopover(
    anchor,
    [search, list],
    { class: searchable ? "popover picker" : "popover picker plain-picker", keydown: keys },
  );
  search.focus();
  fill();
  return box;
}

/** A fixed list as a picker's load. */
export function fixedOptions(groups) {
  return (query) => {
    const wanted = query.trim().toLocaleLowerCase();
    return groups.map((group) => ({
      ...group,
      options: group.options.filter(
        (option) => !wanted || (option.search ?? "").toLocaleLowerCase().includes(wanted)
      ),
    }));
  };
}

/** Slack's confirm object as a dialog; answers whether the person went on. */
export function askConfirm(confirm) {
  return new Promise((resolve) => {
    const done = (answer) => () => {
      resolve(answer);
      dialog.close();
      dialog.remove();
    };
    const style = confirm.style === "danger" ? "button danger solid" : "button primary";
    const dialog = h("dialog", { class: "dialog confirm", "aria-label": words(confirm.title), cancel: done(false) },
      h("header", { class: "dialog-head" }, h("h2", {}, text(confirm.title))),
      h("div", { class: "dialog-body" }, text(confirm.text)),
      h("footer", { class: "dialog-foot" },
        h(
          "button",
          { type: "button", class: "button", click: done(false) },
          confirm.deny ? text(confirm.deny) : "Cancel",
        ),
        h(
          "button",
          { type: "button", class: style, autofocus: true, click: done(true) },
          confirm.confirm ? text(confirm.confirm) : "Yes",
        )));
    document.body.append(dialog);
    dialog.showModal();
  });
}

const words = (object) => h("span", {}, text(object)).textContent;
