// Small charts for the data_visualization block: bars, lines, areas and pies, with a table for screen readers.

import { h, svg } from "./dom.js";

const COLOURS = [
  "#1264a3",
  "#d9730d",
  "#2f7d5b",
  "#8f4ba8",
  "#b3261e",
  "#6b7280",
  "#0e8a9a",
  "#a37b12",
  "#5b5fc7",
  "#c2487c",
  "#4d7c0f",
  "#374151",
];
const WIDTH = 480;
const HEIGHT = 200;
const LEFT = 52;
const BOTTOM = 26;
const TOP = 10;

export function chart(block) {
  const { chart: content, title } = block;
  const pie = content.type === "pie";
  const names = pie ? content.segments.map(({ label }) => label) : content.series.map(({ name }) => name);
  const draw = DRAWINGS[content.type];
  if (!draw) throw new TypeError(`unknown chart type ${content.type}`);
  const several = pie || names.length > 1;
  return h("figure", { class: "chart" }, h("figcaption", {}, title), draw(content, title),
    several && h(
      "div",
      { class: "legend" },
      names.map((name, at) => h("span", {}, swatch(at), name, pie && share(content.segments, at))),
    ),
    h("div", { class: "visually-hidden" }, pie ? pieTable(content) : seriesTable(content)));
}

const colour = (at) => COLOURS[at % COLOURS.length];
const swatch = (at) => h("i", { style: `background:${colour(at)}` });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

function share(segments, at) {
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  return h("b", {}, ` ${Math.round((segments[at].value / total) * 100)} %`);
}

const DRAWINGS = {
  pie,
  bar: (content, title) => plot(content, title, bars, true),
  line: (content, title) => plot(content, title, line, false),
  area: (content, title) => plot(content, title, area, false),
};

function plot({ series, axis_config: axis = {} }, title, mark, banded) {
  const labels = axis.categories ?? series[0].data.map(({ label }) => label);
  const values = series.map(
    ({ data }) => labels.map((label) => data.find((point) => point.label === label)?.value ?? 0)
  );
  const scale = scaleOf(values.flat());
  const step = (WIDTH - LEFT - 10) / (banded ? labels.length : Math.max(1, labels.length - 1));
  const place = {
    x: (at) => LEFT + (banded ? (at + 0.5) * step : at * step + 4),
    y: scale.y,
    step,
    count: series.length,
  };
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title },
    scale.ticks.map((value) => [
      svg(
        "line",
        { x1: LEFT, x2: WIDTH - 4, y1: scale.y(value), y2: scale.y(value), class: value === 0 ? "axis" : "grid" },
      ),
      svg("text", { x: LEFT - 6, y: scale.y(value) + 4, "text-anchor": "end" }, compact.format(value)),
    ]),
    labels.map((label, at) => tick(label, at, labels.length, place)),
    values.map((row, at) => mark(row, at, place)));
}

function tick(label, at, count, place) {
  const every = Math.ceil(count / 8);
  if (at % every) return null;
  const anchor = at === 0 && place.x(0) < LEFT + 20 ? "start" : at === count - 1 && place.x(
    at
  ) > WIDTH - 30 ? "end" : "middle";
  return svg(
    "text",
    { x: place.x(at), y: HEIGHT - BOTTOM + 18, "text-anchor": anchor },
    label.length > 12 ? `${label.slice(0, 11)}…` : label,
  );
}

function scaleOf(values) {
  const high = Math.max(...values, 0);
  const low = Math.min(...values, 0);
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const first = Math.floor(low / size);
  const last = Math.max(first + 1, Math.ceil(high / size));
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * size);
  const span = HEIGHT - BOTTOM - TOP;
  return { ticks, y: (value) => TOP + span - ((value - first * size) / ((last - first) * size)) * span };
}

function bars(row, series, { x, y, step, count }) {
  const width = Math.min(44, (step * 0.72) / count);
  return row.map((value, at) => {
    const left = x(at) - (width * count) / 2 + series * width;
    const box = {
      x: left,
      y: Math.min(y(value), y(0)),
      width: width - 1,
      height: Math.max(1, Math.abs(y(value) - y(0))),
      rx: 2,
      fill: colour(series),
    };
    return svg("rect", box, svg("title", {}, String(value)));
  });
}

const path = (row, { x, y }) => row.map((value, at) => `${at ? "L" : "M"}${x(at)} ${y(value)}`).join("");

function line(row, series, place) {
  return [
    svg("path", { d: path(row, place), fill: "none", stroke: colour(series), "stroke-width": 2 }),
    row.map((value, at) => svg(
      "circle",
      { cx: place.x(at), cy: place.y(value), r: 3, fill: colour(series) },
      svg("title", {}, String(value)),
    )),
  ];
}

function area(row, series, place) {
  const closed = `${path(row, place)}L${place.x(row.length - 1)} ${place.y(0)}L${place.x(0)} ${place.y(0)}Z`;
  return [svg("path", { d: closed, fill: colour(series), "fill-opacity": 0.2 }), line(row, series, place)];
}

function pie({ segments }, title) {
  const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
  const point = (turn) => `${100 + 88 * Math.sin(turn * 2 * Math.PI)} ${100 - 88 * Math.cos(turn * 2 * Math.PI)}`;
  let at = 0;
  const slices = segments.map(({ label, value }, index) => {
    const part = value / total;
    const from = at;
    at += part;
    const whole = part > 0.9999;
    const d = `M100 100L${point(from)}A88 88 0 ${part > 0.5 ? 1 : 0} 1 ${point(at)}Z`;
    const name = svg("title", {}, `${label}: ${value}`);
    return whole ? svg(
      "circle",
      { cx: 100, cy: 100, r: 88, fill: colour(index) },
      name,
    ) : svg("path", { d, fill: colour(index), stroke: "#fff" }, name);
  });
  return svg("svg", { viewBox: "0 0 200 200", class: "pie", role: "img", "aria-label": title }, slices);
}

function seriesTable({ series }) {
  const labels = series[0].data.map(({ label }) => label);
  return h("table", {},
    h("tr", {}, h("td"), series.map(({ name }) => h("th", { scope: "col" }, name))),
    labels.map((label, at) => h(
      "tr",
      {},
      h("th", { scope: "row" }, label),
      series.map(({ data }) => h("td", {}, String(data[at]?.value ?? ""))),
    )));
}

function pieTable({ segments }) {
  return h(
    "table",
    {},
    segments.map(({ label, value }) => h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, String(value)))),
  );
}
