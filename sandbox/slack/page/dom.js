// Builds DOM nodes. Strings become text nodes, so nothing that came from outside is read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** h("button", {class: "plain", click: send}, "Send"): a function is listened with, the rest are attributes. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  node.append(...children.flat(Infinity).filter(isContent));
  return node;
}

function set(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === "function") node.addEventListener(name, value);
  else if (name === "value" || name === "checked") node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

const isContent = (child) => child !== undefined && child !== null && child !== false && child !== "";

const ICONS = {
  hash: "M6 2.5 4.5 13.5M11.5 2.5 10 13.5M2.5 5.5h11.5M2 10.5h11.5",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  back: "M10 3 5 8l5 5",
  caret: "M4 6l4 4 4-4",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  reply: "M13.5 3.5h-11v7h3v3l3.5-3h4.5z",
  link: "M6.5 9.5a2.5 2.5 0 0 0 3.5 0L12.5 7A2.5 2.5 0 0 0 9 3.5M9.5 6.5a2.5 2.5 0 0 0-3.5 0L3.5 9A2.5 2.5 0 0 0 7 12.5",
  send: "M2.5 2.5 14 8 2.5 13.5 4 8zM4 8h5",
  check: "M3 8.5 6.5 12 13 4.5",
  clock: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.5V8l2.5 1.8",
  truth: "M2.5 13.5h11M4 13.5V7M8 13.5V3M12 13.5V9",
  microsoft: "M2.5 2.5h11v11h-11zM5 5.5h6M5 8h6M5 10.5h3.5",
  books: "M3 2.5h8.5A1.5 1.5 0 0 1 13 4v9.5H4.5A1.5 1.5 0 0 1 3 12zM3 12a1.5 1.5 0 0 1 1.5-1.5H13M6 5.5h4",
  mail: "M1.8 3.5h12.4v9H1.8zM2 4l6 5 6-5",
  telephones: "M5 1.5h6a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM7 12.2h2",
  faults: "M8.7 1.8 3 9h4l-.7 5.2L12.5 7H8.2z",
  deliveries: "M5 13.5V3M5 3 2.5 5.5M5 3l2.5 2.5M11 2.5V13M11 13l-2.5-2.5M11 13l2.5-2.5",
  warning: "M8 2 14.5 13.5h-13zM8 6.3v3.4M8 11.7h.01",
  info: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.3v3.9M8 5h.01",
  shield: "M8 1.5 13.5 3.5V8c0 3-2.3 5.3-5.5 6.5C4.8 13.3 2.5 11 2.5 8V3.5zM5.5 8l2 2 3.2-3.8",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5l3 3",
};

export function icon(name) {
  const shape = svg("path", { d: ICONS[name] });
  return svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, shape);
}

export function spinner() {
  return h("span", { class: "spinner", role: "status", "aria-label": "Working" });
}

export function iconButton(name, label, click, props = {}) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, click, ...props },
    icon(name),
  );
}

/** A quiet sentence in a panel. */
export const note = (words) => h("p", { class: "panel-note" }, words);

/** Only addresses that cannot run code are linked. */
export function safeUrl(address) {
  try {
    const url = new URL(address, location.href);
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function anchor(address, ...label) {
  const url = safeUrl(address);
  if (!url) return h("span", {}, label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}
