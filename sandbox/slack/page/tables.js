// The plain table, and the data table that sorts, turns pages and has buttons in its rows.

import { h, icon } from "./dom.js";
import { drawElement } from "./elements.js";
import { richText, richWords } from "./richtext.js";

function cellContent(cell, surface, block) {
  if (cell.type === "rich_text") return richText(cell);
  if (cell.type === "action_cell") return actionCell(cell, surface, block);
  if (cell.type === "raw_number") return cell.text ?? String(cell.value);
  return cell.text ?? "";
}

function actionCell(cell, surface, block) {
  const elements = [cell.element ?? cell.elements ?? []].flat();
  if (!elements.length && cell.fallback) return cellContent(cell.fallback, surface, block);
  return elements.map((element) => drawElement(element, surface, block));
}

function cellWords(cell) {
  if (cell.type === "rich_text") return richWords(cell);
  if (cell.type === "action_cell") return cell.element?.text?.text ?? cell.fallback?.text ?? "";
  return cell.text ?? String(cell.value ?? "");
}

export function table(block, surface) {
  const look = (column) => {
    const settings = block.column_settings?.[column] ?? {};
    const align = settings.align ? `align-${settings.align}` : "";
    return settings.is_wrapped ? `${align} wrapped` : align;
  };
  const [head, ...body] = block.rows;
  const row = (cells, tag) => h("tr", {}, cells.map((cell, column) =>
    h(tag, { class: look(column), scope: tag === "th" ? "col" : undefined }, cellContent(cell, surface, block))));
  return h("div", { class: "table-box", tabindex: 0, role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row(head, "th")), h("tbody", {}, body.map((cells) => row(cells, "td")))));
}

export function dataTable(block, surface, index) {
  const view = surface.memory(`table-${index}`);
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const numeric = head.map((_, column) => rows.every((row) => row[column]?.type === "raw_number"));
  const scroller = h("div", { class: "table-box", tabindex: 0, role: "region", "aria-label": block.caption });
  const box = h("div", { class: "data-table" });

  function draw() {
    const sorted = view.column === undefined ? rows : [...rows].sort(byColumn(
      view.column,
      numeric[view.column],
      view.down,
    ));
    const pages = Math.max(1, Math.ceil(sorted.length / size));
    view.page = Math.min(view.page ?? 0, pages - 1);
    const shown = sorted.slice(view.page * size, (view.page + 1) * size);
    const grid = h("table", {},
      h("caption", {}, block.caption),
      h("thead", {}, h("tr", {}, head.map(title))),
      h("tbody", {}, shown.map(line)));
    const aside = scroller.scrollLeft;
    scroller.replaceChildren(grid);
    scroller.scrollLeft = aside;
    box.replaceChildren(scroller, pager(pages, sorted.length));
  }

  function title(cell, column) {
    const sorted = view.column === column;
    const order = sorted ? (view.down ? "descending" : "ascending") : "none";
    const sort = () => {
      Object.assign(view, { column, down: sorted ? !view.down : false, page: 0 });
      draw();
      box.querySelectorAll("th button")[column]?.focus();
    };
    const sign = sorted && h("span", { class: view.down ? "sign down" : "sign" }, icon("caret"));
    return h("th", { scope: "col", "aria-sort": order, class: numeric[column] ? "align-right" : "" },
      h("button", { type: "button", click: sort }, cellWords(cell), sign));
  }

  function line(cells) {
    const rowHeader = block.row_header_column_index ?? 0;
    return h("tr", {}, cells.map((cell, column) => {
      const props = { class: numeric[column] ? "align-right" : "" };
      if (column === rowHeader) Object.assign(props, { scope: "row" });
      return h(column === rowHeader ? "th" : "td", props, cellContent(cell, surface, block));
    }));
  }

  function pager(pages, total) {
    const from = view.page * size + 1;
    const turn = (by) => () => {
      view.page += by;
      draw();
      const wanted = box.querySelector(by > 0 ? ".next" : ".previous");
      (wanted.disabled ? box.querySelector(by > 0 ? ".previous" : ".next") : wanted).focus();
    };
    const words = total ? `${from}–${Math.min(total, from + size - 1)} of ${total}` : "No rows";
    if (pages === 1) return h("div", { class: "pager" }, h("span", {}, `${total} ${total === 1 ? "row" : "rows"}`));
    return h("div", { class: "pager" },
      h("span", { "aria-live": "polite" }, words),
      h(
        "button",
        { type: "button", class: "button small previous", disabled: view.page === 0, click: turn(-1) },
        "Previous",
      ),
      h(
        "button",
        { type: "button", class: "button small next", disabled: view.page === pages - 1, click: turn(1) },
        "Next",
      ));
  }

  draw();
  return box;
}

function byColumn(column, numeric, down) {
  const order = numeric
    ? (one, other) => one[column].value - other[column].value
    : (one, other) => cellWords(one[column]).localeCompare(cellWords(other[column]));
  return down ? (one, other) => order(other, one) : order;
}
