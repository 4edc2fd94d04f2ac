// Blocks that hold others: card, carousel, container; and the small ones around work: alert, plan, task card.

import { drawBlock } from "./blocks.js";
import { anchor, h, icon, spinner } from "./dom.js";
import { drawElement, image } from "./elements.js";
import { text } from "./mrkdwn.js";
import { richText } from "./richtext.js";

export function card(block, surface) {
  const head = h("div", { class: "card-words" },
    block.title && h("div", { class: "card-title" }, text(block.title)),
    block.subtitle && h("div", { class: "card-subtitle" }, text(block.subtitle)));
  const actions = (block.actions ?? []).map((action) => drawElement(action, surface, block));
  return h("div", { class: "card" },
    block.hero_image && image(block.hero_image, "card-hero"),
    h("div", { class: "card-head" }, block.icon && image(block.icon, "card-icon"), head),
    block.body && h("div", { class: "card-body" }, text(block.body)),
    actions.length > 0 && h("div", { class: "card-actions" }, actions));
}

export function carousel(block, surface) {
  return h("div", { class: "carousel", tabindex: 0 }, block.elements.map((element) => drawBlock(element, surface)));
}

export function container(block, surface, index) {
  const remembered = surface.memory(`container-${index}`);
  const title = block.rich_text_title ? richText(block.rich_text_title) : text(block.title);
  const head = [
    block.icon && image(block.icon, "card-icon"),
    h("span", { class: "container-words" }, h("span", { class: "container-title" }, title),
      block.subtitle && h("span", { class: "card-subtitle" }, text(block.subtitle))),
  ];
  const children = block.child_blocks.map((child, at) => drawBlock(child, surface, `${index}.${at}`));
  const body = h("div", { class: "container-body" }, children);
  const width = `container width-${block.width ?? "standard"}`;
  if (!block.is_collapsible) {
    const line = block.has_header_divider === false ? "container-head bare" : "container-head";
    return h("div", { class: width }, h("div", { class: line }, head), body);
  }
  const open = remembered.open ?? !block.default_collapsed;
  const details = h("details", { class: width, open, toggle: () => (remembered.open = details.open) },
    h("summary", { class: "container-head" }, icon("caret"), head), body);
  return details;
}

const LEVELS = { default: "info", info: "info", warning: "warning", error: "warning", success: "check" };

export function alert(block) {
  const level = block.level in LEVELS ? block.level : "default";
  const urgent = level === "error" || level === "warning";
  return h(
    "div",
    { class: `alert alert-${level}`, role: urgent ? "alert" : "note" },
    icon(LEVELS[level]),
    h("div", {}, text(block.text)),
  );
}

export function plan(block, surface, index) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter(({ status }) => status === "complete").length;
  const count = h("span", { class: "plan-count" }, `${done} of ${tasks.length}`);
  const drawTask = (task, at) => taskCard(task, surface, `${index}.${at}`);
  return h("div", { class: "plan" },
    h("div", { class: "plan-head" }, h("strong", {}, text(block.title)), count),
    h("div", { role: "list" }, tasks.map((task, at) => h("div", { role: "listitem" }, drawTask(task, at)))));
}

const STATES = {
  pending: { mark: () => h("span", { class: "dot" }), words: "Pending" },
  in_progress: { mark: spinner, words: "In progress" },
  complete: { mark: () => icon("check"), words: "Done" },
  error: { mark: () => icon("warning"), words: "Failed" },
};

export function taskCard(task, surface, index) {
  const status = STATES[task.status] ?? STATES.pending;
  const remembered = surface.memory(`task-${index}`);
  const more = [task.details, task.output].filter(Boolean).map(richText);
  const sources = (task.sources ?? []).map((source) => anchor(source.url, source.text ?? source.url));
  const head = [h("span", { class: "task-mark" }, status.mark()), h(
    "span",
    { class: "task-title" },
    text(task.title),
  ),
    h("span", { class: "task-state" }, status.words)];
  const name = `task task-${task.status in STATES ? task.status : "pending"}`;
  if (!more.length && !sources.length) return h("div", { class: name }, h("div", { class: "task-head" }, head));
  const open = remembered.open ?? task.status !== "complete";
  const details = h("details", { class: name, open, toggle: () => (remembered.open = details.open) },
    h("summary", { class: "task-head" }, head), h(
      "div",
      { class: "task-body" },
      more,
      h("div", { class: "task-sources" }, sources),
    ));
  return details;
}
