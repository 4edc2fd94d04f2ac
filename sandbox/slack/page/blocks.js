// One drawing for each block type; what it does not know it shows as a visible error.

import { alert, card, carousel, container, plan, taskCard } from "./cards.js";
import { chart } from "./charts.js";
import { anchor, h } from "./dom.js";
import { chosenIn, drawElement, image } from "./elements.js";
import { createInput } from "./inputs.js";
import { markdown } from "./markdown.js";
import { text } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";

/** surface: {act, options, memory, register, kept}: what a message or a form lends to its blocks. */
export function drawBlocks(blocks, surface) {
  return blocks.map((block, index) => drawBlock(block, surface, index));
}

export function drawBlock(block, surface, index = 0) {
  const draw = BLOCKS[block.type];
  if (!draw) return broken(`This page cannot draw a block of type “${block.type}”.`);
  try {
    return h(
      "div",
      { class: `block block-${block.type}`, "data-block": block.block_id },
      draw(block, surface, index),
    );
  } catch (error) {
    return broken(`A block of type “${block.type}” is malformed: ${error.message}`);
  }
}

const broken = (words) => h("div", { class: "unknown-block", role: "alert" }, words);

const BLOCKS = {
  section,
  header: (block) => h("h3", {}, text(block.text)),
  divider: () => h("hr"),
  context: (block) => block.elements.map((element) =>
    element.type === "image" ? image(element, "context-image") : h("span", { class: "context-text" }, text(element))),
  actions: row,
  context_actions: row,
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  table,
  data_table: dataTable,
  data_visualization: chart,
  card,
  carousel,
  container,
  alert,
  plan,
  task_card: taskCard,
  image: picture,
  input,
  file: (block) => h("span", { class: "context-text" }, `File ${block.external_id ?? ""}`),
  video: (block) => h("div", { class: "text" }, anchor(block.title_url ?? block.video_url, text(block.title))),
};

function section(block, surface) {
  const fields = block.fields && h(
    "div",
    { class: "fields" },
    block.fields.map((field) => h("div", { class: "field" }, text(field))),
  );
  const main = h(
    "div",
    { class: "section-main" },
    block.text && h("div", { class: "section-text" }, text(block.text)),
    fields,
  );
  return [main, block.accessory && h("div", { class: "accessory" }, drawElement(block.accessory, surface, block))];
}

function row(block, surface) {
  return block.elements.map((element) => drawElement(element, surface, block));
}

function picture(block) {
  const title = block.title && h("figcaption", {}, text(block.title));
  return h("figure", {}, title, image(block, "picture"));
}

let fieldNumber = 0;

function input(block, surface) {
  const id = `field-${(fieldNumber += 1)}`;
  const element = block.element;
  const dispatched = block.dispatch_action || element.dispatch_action_config;
  const made = createInput(element, surface, {
    block,
    kept: surface.kept?.(block, element),
    labelledBy: id,
    changed: dispatched ? (value) => surface.act({
      action_id: element.action_id,
      block_id: block.block_id,
      ...chosenIn(element, value)
    }) : undefined,
  });
  if (!made) return broken(`This page cannot draw the input “${element.type}”.`);
  const error = h("div", { class: "field-error", role: "alert" });
  surface.register?.(block, element, made, error);
  const optional = block.optional && h("span", { class: "optional" }, " (optional)");
  return [
    h("div", { class: "label", id }, text(block.label), optional),
    made.node,
    error,
    block.hint && h("div", { class: "hint" }, text(block.hint)),
    element.focus_on_load && markForFocus(made.node),
  ];
}

function markForFocus(node) {
  node.dataset.focusOnLoad = "";
  return null;
}
