// The markdown block: ordinary Markdown, as far as apps use it.

import { anchor, h } from "./dom.js";
import { withEmoji } from "./emoji.js";

export function markdown(source) {
  const lines = source.replace(/\r/g, "").split("\n");
  const nodes = [];
  while (lines.length) {
    const rule = RULES.find(({ starts }) => starts.test(lines[0])) ?? PARAGRAPH;
    nodes.push(rule.take(lines));
  }
  return h("div", { class: "markdown" }, nodes);
}

function takeWhile(lines, wanted) {
  const taken = [];
  while (lines.length && wanted(lines[0])) taken.push(lines.shift());
  return taken;
}

function fence(lines) {
  lines.shift();
  const code = takeWhile(lines, (line) => !line.startsWith("```"));
  lines.shift();
  return h("pre", { class: "code-block" }, code.join("\n"));
}

function heading(lines) {
  const [, marks, words] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines.shift());
  return h(`h${Math.min(6, marks.length + 2)}`, {}, spans(words));
}

function list(starts, tag) {
  return (lines) => {
    const items = takeWhile(lines, (line) => starts.test(line)).map((line) => line.replace(starts, ""));
    const ticked = (item) => item.replace(/^\[ \] /, "☐ ").replace(/^\[x\] /i, "☑ ");
    return h(tag, {}, items.map((item) => h("li", {}, spans(ticked(item)))));
  };
}

function quote(lines) {
  const quoted = takeWhile(lines, (line) => line.startsWith(">")).map((line) => line.replace(/^> ?/, ""));
  return h("blockquote", {}, spans(quoted.join("\n")));
}

function table(lines) {
  const rows = takeWhile(lines, (line) => line.trim().startsWith("|")).map((line) =>
    line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim()));
  const [head, ...body] = rows.filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  const row = (cells, tag) => h("tr", {}, cells.map((cell) => h(tag, {}, spans(cell))));
  const lower = h("tbody", {}, body.map((cells) => row(cells, "td")));
  return h("div", { class: "table-box" }, h("table", {}, h("thead", {}, row(head ?? [], "th")), lower));
}

const drop = (make) => (lines) => {
  lines.shift();
  return make();
};

const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;
const RULES = [
  { starts: /^```/, take: fence },
  { starts: /^\s*$/, take: drop(() => null) },
  { starts: /^#{1,6}\s/, take: heading },
  { starts: /^\s*([-*_])(\s*\1){2,}\s*$/, take: drop(() => h("hr")) },
  { starts: BULLET, take: list(BULLET, "ul") },
  { starts: NUMBER, take: list(NUMBER, "ol") },
  { starts: /^>/, take: quote },
  { starts: /^\s*\|/, take: table },
];
const PARAGRAPH = {
  take: (lines) => {
    const first = lines.shift();
    const rest = takeWhile(lines, (line) => !RULES.some(({ starts }) => starts.test(line)));
    return h("p", {}, spans([first, ...rest].join("\n")));
  },
};

const SPAN = /`([^`]+)`|!?\[([^\]]*)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|\*([^*\s][^*]*)\*|\b_([^_]+)_\b|(https?:\/\/[^\s)]+)/;

function spans(source) {
  const match = SPAN.exec(source);
  if (!match) return source ? [withEmoji(source)] : [];
  const [whole, code, label, url, strong, heavy, struck, italic, slanted, bare] = match;
  const before = withEmoji(source.slice(0, match.index));
  return [before, span({ code, label, url, strong: strong ?? heavy, struck, italic: italic ?? slanted, bare }),
    ...spans(source.slice(match.index + whole.length))];
}

function span({ code, label, url, strong, struck, italic, bare }) {
  if (code) return h("code", {}, code);
  if (url) return anchor(url, label || url);
  if (strong) return h("strong", {}, spans(strong));
  if (struck) return h("s", {}, spans(struck));
  if (italic) return h("em", {}, spans(italic));
  return anchor(bare, bare);
}
