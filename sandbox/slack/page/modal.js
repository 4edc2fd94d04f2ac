// Modals: the stack of open views, their fields, errors, submitting and closing.

import { get, listOf, post, remove } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h, icon, iconButton, spinner } from "./dom.js";
import { actOn } from "./message.js";
import { text, words } from "./mrkdwn.js";
import { memory, on, state } from "./state.js";
import { faceBesideForm } from "./telephones.js";

const WHOLE_FORM = "*";
const open = new Map();
// Closed here, while the app is still being told: the sandbox may list them for a moment longer.
const closing = new Set();

/** Makes the dialogs on screen the same as the views that are open. */
export function showViews(views) {
  const stack = views.filter(({ view_id: id, view }) => view?.type !== "home" && !closing.has(id));
  const ids = stack.map(({ view_id: id }) => id);
  for (const [id, form] of open) if (!ids.includes(id)) form.leave();
  stack.forEach((view, depth) => {
    if (!open.has(view.view_id)) open.set(view.view_id, new Form(view.view_id));
    open.get(view.view_id).show(view, { depth, top: depth === stack.length - 1 });
  });
}

let asked = 0;

export async function readViews() {
  const mine = (asked += 1);
  const who = state.me;
  const views = listOf(await get("/sandbox/slack/views", { user: who }), "views");
  if (mine === asked && who === state.me) showViews(views);
}

export function startModals() {
  on("views", (views) => {
    asked += 1;
    showViews(views);
  });
  on("me", () => showViews([]));
}

class Form {
  constructor(id) {
    this.id = id;
    this.fields = [];
    this.before = document.activeElement;
    this.body = h("div", { class: "dialog-body blocks" });
    this.head = h("header", { class: "dialog-head" });
    this.foot = h("footer", { class: "dialog-foot" });
    this.form = h(
      "form",
      { class: "dialog-form", novalidate: true, submit: (event) => this.submit(event) },
      this.head,
      this.body,
      this.foot,
    );
    this.node = h("dialog", { class: "dialog modal", cancel: (event) => this.cancelled(event) }, this.form);
    document.body.append(this.node);
  }

  show({ view, errors }, { depth, top }) {
    const print = JSON.stringify([view.hash ?? null, view.title, view.blocks, view.submit, view.close, depth]);
    if (print !== this.print) this.draw(view, depth);
    this.print = print;
    if (!this.node.open) this.node.showModal();
    this.node.classList.toggle("covered", !top);
    const said = JSON.stringify(errors ?? {});
    if (said !== this.said) this.complain(errors ?? {});
    this.said = said;
    if (!this.arrived) this.focusFirst();
    this.arrived = true;
  }

  draw(view, depth) {
    const focused = this.fields.find(({ input }) => input.node.contains(document.activeElement));
    const kept = new Map(this.fields.map((field) => [field.key, field.input.keep()]));
    this.fields = [];
    const surface = this.surface(kept);
    this.node.setAttribute("aria-label", words(view.title));
    this.head.replaceChildren(
      depth > 0 ? iconButton("back", "Back", () => this.close()) : "",
      h("h2", {}, text(view.title)),
      iconButton("close", "Close", () => closeAll()));
    this.banner = h("div", { class: "form-error", role: "alert", hidden: true });
    this.body.replaceChildren(this.banner, ...drawBlocks(view.blocks ?? [], surface));
    const needsSubmit = view.submit || (view.blocks ?? []).some(({ type }) => type === "input");
    this.button = needsSubmit && h(
      "button",
      { type: "submit", class: "button primary" },
      view.submit ? text(view.submit) : "Submit",
    );
    const close = h(
      "button",
      { type: "button", class: "button", click: () => this.close() },
      view.close ? text(view.close) : needsSubmit ? "Cancel" : "Close",
    );
    this.foot.replaceChildren((needsSubmit && faceBesideForm()) || "", close, this.button || "");
    const again = focused && this.fields.find(({ key }) => key === focused.key);
    if (again) focusable(again.input.node)?.focus();
  }

  surface(kept) {
    const id = this.id;
    return {
      memory: (name) => memory(`${id}:${name}`),
      kept: (block, element) => kept.get(keyOf(block, element)),
      register: (block, element, input, error) => this.fields.push({
        key: keyOf(block, element),
        block,
        element,
        input,
        error,
      }),
      act: (click) => actOn("/sandbox/slack/clicks", { view_id: id, values: this.values(), ...click }),
      options: ({ block_id }, { action_id }, query) =>
        post("/sandbox/slack/options", { user: state.me, view_id: id, block_id, action_id, text: query }),
    };
  }

  values() {
    return Object.fromEntries(this.fields.map(({ block, input }) => [block.block_id, input.value()]));
  }

  async submit(event) {
    event.preventDefault();
    if (this.node.getAttribute("aria-busy")) return;
    const wrong = this.problems();
    this.complain(wrong);
    if (Object.keys(wrong).length) return;
    this.busy(true);
    const problem = await actOn("/sandbox/slack/submissions", { view_id: this.id, values: this.values() });
    if (!open.has(this.id)) return;
    this.busy(false);
    if (problem) this.complain({ [WHOLE_FORM]: problem });
  }

  busy(on) {
    if (on) this.node.setAttribute("aria-busy", "true");
    else this.node.removeAttribute("aria-busy");
    if (!this.button) return;
    this.button.disabled = on;
    if (on) this.button.append(spinner());
    else this.button.querySelector(".spinner")?.remove();
  }

  /** What Slack's own client refuses before it asks the app. */
  problems() {
    const wrong = this.fields.filter(({ error }) => error).map(({ block, input }) => {
      if (input.isEmpty()) return [block.block_id, block.optional ? "" : "Please complete this required field."];
      return [block.block_id, input.problem?.() || ""];
    });
    return Object.fromEntries(wrong.filter(([, words]) => words));
  }

  complain(errors) {
    const places = new Map(this.fields.filter(({ error }) => error).map((field) => [field.block.block_id, field]));
    for (const field of places.values()) {
      const problem = errors[field.block.block_id] ?? "";
      field.error.replaceChildren(...(problem ? [icon("warning"), ` ${problem}`] : []));
      focusable(field.input.node)?.setAttribute("aria-invalid", String(Boolean(problem)));
    }
    const rest = Object.entries(errors).filter(([id]) => !places.has(id)).map(([, problem]) => problem);
    this.banner.hidden = rest.length === 0;
    this.banner.replaceChildren(...(rest.length ? [icon("warning"), ` ${rest.join(" ")}`] : []));
    const first = [...places.values()].find((field) => errors[field.block.block_id]);
    if (first) focusable(first.input.node)?.focus();
    else if (rest.length) this.banner.scrollIntoView({ block: "nearest" });
  }

  focusFirst() {
    const wanted = this.body.querySelector("[data-focus-on-load]") ?? this.fields[0]?.input.node;
    (focusable(wanted) ?? this.foot.querySelector("button"))?.focus();
  }

  cancelled(event) {
    if (event.target !== this.node) return;
    event.preventDefault();
    this.close();
  }

  async close() {
    if (this.node.getAttribute("aria-busy")) return;
    closing.add(this.id);
    this.leave();
    await remove(`/sandbox/slack/views/${encodeURIComponent(this.id)}`, { user: state.me }).catch(() => undefined);
    closing.delete(this.id);
    await readViews().catch(() => undefined);
  }

  leave() {
    open.delete(this.id);
    this.node.close();
    this.node.remove();
    if (this.before?.isConnected) this.before.focus();
  }
}

async function closeAll() {
  for (const form of [...open.values()].reverse()) await form.close();
}

const keyOf = (block, element) => `${block.block_id}/${element.action_id}`;
const FOCUSABLE = "input, textarea, button";

function focusable(node) {
  if (!node) return null;
  return node.matches(FOCUSABLE) ? node : node.querySelector(FOCUSABLE);
}

