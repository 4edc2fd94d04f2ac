// Elements that stand beside text: buttons, overflow menus, images, and inputs used outside forms.

import { h, icon, safeUrl, spinner } from "./dom.js";
import { createInput, isInput } from "./inputs.js";
import { text, words } from "./mrkdwn.js";
import { askConfirm, openMenu } from "./popover.js";
import { emit } from "./state.js";

export function drawElement(element, surface, block) {
  if (element.type === "button" || element.type === "workflow_button") return button(element, surface, block);
  if (element.type === "icon_button") return iconOnly(element, surface, block);
  if (element.type === "feedback_buttons") return feedback(element, surface, block);
  if (element.type === "overflow") return overflow(element, surface, block);
  if (element.type === "image") return image(element);
  if (isInput(element.type)) return interactiveInput(element, surface, block);
  return h("span", { class: "unknown-block" }, `This page cannot draw the element “${element.type}”.`);
}

export function image(element, className = "thumbnail") {
  const address = safeUrl(element.image_url ?? element.slack_file?.url ?? "");
  return h("img", { class: className, src: address, alt: element.alt_text ?? "", loading: "lazy" });
}

function button(element, surface, block) {
  const style = { primary: "button primary", danger: "button danger" }[element.style] ?? "button";
  const url = element.url && safeUrl(element.url);
  const label = element.accessibility_label;
  const node = url
    ? h(
      "a",
      { class: style, href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": label },
      text(element.text),
    )
    : h("button", { type: "button", class: style, "aria-label": label }, text(element.text));
  node.dataset.action = element.action_id ?? "";
  node.addEventListener(
    "click",
    () => press(node, element, surface, block, { value: element.value, label: words(element.text) }),
  );
  return node;
}

function iconOnly(element, surface, block) {
  const label = words(element.text);
  const node = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label },
    icon(element.icon === "trash" ? "close" : "more"),
  );
  node.addEventListener("click", () => press(node, element, surface, block, { value: element.value }));
  return node;
}

function feedback(element, surface, block) {
  return [element.positive_button, element.negative_button].filter(Boolean).map((side) =>
    button({ ...side, type: "button", action_id: element.action_id }, surface, block));
}

function overflow(element, surface, block) {
  const node = h(
    "button",
    { type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-label": "More actions" },
    icon("more"),
  );
  node.addEventListener("click", () => openMenu(node, element.options.map((option) => ({
    label: text(option.text),
    description: option.description && words(option.description),
    pick: () => {
      if (option.url && safeUrl(option.url)) window.open(safeUrl(option.url), "_blank", "noopener");
      press(node, element, surface, block, { selected_option: option.value });
    },
  }))));
  return node;
}

function interactiveInput(element, surface, block) {
  const send = (value) => press(
    node,
    element,
    surface,
    block,
    chosenIn(element, value),
  ).then((went) => went || input.clear?.());
  const input = createInput(element, surface, { block, kept: surface.kept?.(block, element), changed: send });
  const node = h("span", { class: "interactive" }, input.node);
  surface.register?.(block, element, input);
  return node;
}

const PICKED = /select$|^checkboxes$|^radio_buttons$/;

/** How a click says what was chosen: an option for menus and boxes, a value for what is typed. */
export const chosenIn = (element, value) => (PICKED.test(element.type) ? { selected_option: value } : { value });

/** Sends the click after the confirm dialog, shows that it is under way, and says so when nobody answered. */
async function press(node, element, surface, block, chosen) {
  if (node.getAttribute("aria-busy")) return false;
  if (element.confirm && !(await askConfirm(element.confirm))) return false;
  node.parentElement?.querySelector(":scope > .press-problem")?.remove();
  node.setAttribute("aria-busy", "true");
  const wheel = spinner();
  const late = setTimeout(() => node.append(wheel), 200);
  const problem = await surface.act({ action_id: element.action_id, block_id: block.block_id, ...chosen });
  clearTimeout(late);
  wheel.remove();
  node.removeAttribute("aria-busy");
  if (problem && !node.isConnected) emit("notice", problem);
  else if (problem) node.after(h("span", { class: "press-problem", role: "alert" }, icon("warning"), ` ${problem}`));
  return !problem;
}
