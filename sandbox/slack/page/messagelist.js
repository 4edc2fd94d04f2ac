// A list of messages that redraws only what changed, and leaves the reader where he is.

import { dayKey, dayWords, momentOf } from "./dates.js";
import { businessNow } from "./clock.js";
import { h } from "./dom.js";
import { drawMessage } from "./message.js";
import { state } from "./state.js";

const MOMENT = 300;
const ENDS = ["pointerup", "pointercancel"];

export class MessageList {
  constructor(where, empty) {
    this.where = where;
    this.empty = empty;
    this.drawn = new Map();
    this.inner = h("div", { class: "messages-inner" });
    this.node = h(
      "div",
      { class: "messages", tabindex: 0, role: "log", "aria-label": where === "thread" ? "Thread" : "Messages" },
      this.inner,
    );
    this.newer = h("div", { class: "to-newest", hidden: true, role: "status" },
      h("button", { type: "button", class: "button small", click: () => this.toEnd() }, "New messages ↓"));
    // Pictures and opened boxes change heights after the drawing; who stood at the end stays there.
    this.atEnd = true;
    this.node.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.atEnd && !this.held && this.toEnd()).observe(this.inner);
    this.node.addEventListener("pointerdown", () => this.hold());
  }

  /** While a finger is down nothing moves: a button that is drawn anew would lose the click. */
  hold() {
    this.held = true;
    const release = () => {
      for (const end of ENDS) removeEventListener(end, release, true);
      // The click comes after the finger has left.
      setTimeout(() => {
        this.held = false;
        const waiting = this.waiting;
        this.waiting = null;
        if (waiting) this.show(waiting);
      });
    };
    for (const end of ENDS) addEventListener(end, release, true);
  }

  /** Empty it for another conversation. */
  reset() {
    this.waiting = null;
    this.drawn.clear();
    this.inner.replaceChildren();
    this.newest = null;
    this.toEnd();
  }

  show(messages) {
    if (this.held) {
      this.waiting = messages;
      return;
    }
    const wanted = this.rows(messages);
    for (const [key, { node }] of this.drawn) {
      if (!wanted.some((row) => row.key === key)) {
        node.remove();
        this.drawn.delete(key);
      }
    }
    let after = null;
    for (const row of wanted) after = this.place(row, after);
    this.inner.querySelector(":scope > .empty")?.remove();
    if (!wanted.length) this.inner.append(h("div", { class: "empty" }, this.empty()));
    const newest = messages.at(-1)?.ts;
    if (this.atEnd) this.toEnd();
    else if (this.newest && newest > this.newest) this.newer.hidden = false;
    this.newest = newest;
  }

  scrolled() {
    this.atEnd = this.nearEnd();
    if (this.atEnd) this.newer.hidden = true;
  }

  place(row, after) {
    const known = this.drawn.get(row.key);
    let node = known?.node;
    if (!known || known.print !== row.print) {
      node = row.draw();
      node.dataset.key = row.key;
      known?.node.replaceWith(node);
      this.drawn.set(row.key, { node, print: row.print });
    }
    const there = after ? after.nextElementSibling : this.inner.firstElementChild;
    if (there !== node) this.inner.insertBefore(node, there);
    return node;
  }

  rows(messages) {
    const rows = [];
    let day = null;
    messages.forEach((message, at) => {
      const before = messages[at - 1];
      const today = dayKey(momentOf(message.ts));
      if (today !== day && this.where === "channel") rows.push(dayRow(message.ts, today));
      const follows = today === day && continues(before, message);
      day = today;
      rows.push({
        key: message.ts,
        print: JSON.stringify([message, follows, state.me]),
        draw: () => drawMessage(message, { where: this.where, follows }),
      });
      if (this.where === "thread" && at === 0 && messages.length > 1) rows.push(countRow(messages.length - 1));
    });
    return rows;
  }

  reveal(ts) {
    const node = this.drawn.get(ts)?.node;
    if (!node) return false;
    this.atEnd = false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("revealed");
    setTimeout(() => node.classList.remove("revealed"), 3000);
    return true;
  }

  nearEnd() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 60;
  }

  toEnd() {
    this.atEnd = true;
    this.newer.hidden = true;
    this.node.scrollTop = this.node.scrollHeight;
  }
}

function continues(before, message) {
  return before && before.user === message.user && !before.ephemeral_for && !message.ephemeral_for
    && !before.reply_count && Number(message.ts) - Number(before.ts) < MOMENT;
}

function dayRow(ts, day) {
  const label = dayWords(momentOf(ts), businessNow());
  return {
    key: `day-${day}`,
    print: label,
    draw: () => h("div", { class: "day", role: "separator" }, h("span", {}, label)),
  };
}

function countRow(count) {
  const words = count === 1 ? "1 reply" : `${count} replies`;
  return { key: "count", print: words, draw: () => h("div", { class: "thread-count" }, h("span", {}, words)) };
}
