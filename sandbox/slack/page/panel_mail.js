// What customers received by mail, what they answer, and whose address bounces.

import { get, post } from "./api.js";
import { h, icon, note } from "./dom.js";
import { format } from "./dates.js";
import { BERLIN } from "./panel_clock.js";
import { emit } from "./state.js";

const BOUNCES = {
  "": "reachable",
  returned: "returned: taken, then a delivery report",
  refused: "refused at once, 550",
  deferred: "not now, 451",
};
const KINDS = { reply: "Reply", automatic: "Automatic reply", report: "Delivery report" };
const opened = new Set();
const drafts = new Map();

export function drawMail(body) {
  const server = h("div", { class: "tenant" });
  const list = h("div", { class: "letters" });
  body.append(note("Nothing leaves this machine: letters end here, and answers lie in the Maildir."), server, list);
  let mail = { letters: [], bounces: {} };

  function draw() {
    server.textContent = `SMTP ${mail.server.host}:${mail.server.port} · Maildir ${mail.server.maildir}`;
    const letters = [...mail.letters].reverse().map((letter) => drawLetter(letter, mail.bounces, refresh));
    list.replaceChildren(...(letters.length ? letters : [note("No letter has arrived.")]));
  }

  let print = "";
  async function refresh() {
    mail = await get("/sandbox/mail");
    const now = JSON.stringify(mail);
    if (now !== print && !body.contains(document.activeElement?.closest("textarea"))) {
      draw();
      print = now;
    }
  }
  return refresh;
}

const when = (at) => {
  const moment = new Date(at);
  return `${format(moment, "date_short", BERLIN, "en-GB")}, ${format(moment, "time", BERLIN, "en-GB")}`;
};

function drawLetter(letter, bounces, refresh) {
  const to = letter.envelope.to.join(", ");
  const details = h("details", { class: "letter", open: opened.has(letter.n), toggle: () => {
    if (details.open) opened.add(letter.n);
    else opened.delete(letter.n);
  } },
    h("summary", {},
      h("span", { class: "customer-words" }, h("b", {}, letter.subject || "(no subject)"), h("small", {}, `to ${to}`)),
      letter.answers.length > 0 && h("span", { class: "state" }, String(letter.answers.length)),
      h("time", { class: "ms", datetime: letter.at }, when(letter.at))),
    h("div", { class: "letter-more" },
      h("small", {}, `from ${letter.from}`),
      h("div", { class: "letter-text" }, letter.text.trim()),
      letter.attachments.map((name) => h("div", { class: "file" }, icon("truth"), name || "attachment")),
      letter.answers.map(drawAnswer),
      drawReply(letter, refresh),
      letter.envelope.to.map((address) => drawBounce(address, bounces[address] ?? "", refresh)),
      h("a", { href: `/sandbox/mail/${letter.n}/source`, target: "_blank" }, "Source")));
  return details;
}

function drawAnswer({ kind, at, text }) {
  return h("div", { class: "letter-answer" }, h("small", {}, `${KINDS[kind]}, ${when(at)}`), h("div", {}, text));
}

function drawReply(letter, refresh) {
  const box = h("textarea", {
    class: "text-input", rows: 2, placeholder: "What the customer answers", "aria-label": "Reply",
    input: () => drafts.set(letter.n, box.value),
  });
  box.value = drafts.get(letter.n) ?? "";
  const send = (automatic) => attempt(async () => {
    const text = box.value.trim() || (automatic ? "I am out of the office." : "");
    if (!text) return box.focus();
    await post(`/sandbox/mail/${letter.n}/answers`, { text, automatic });
    drafts.delete(letter.n);
    box.blur();
  }, refresh);
  return h("div", { class: "letter-reply" }, box, h("div", { class: "line" },
    h("button", { type: "button", class: "button small primary", click: () => send(false) }, "Reply"),
    h("button", { type: "button", class: "button small", click: () => send(true) }, "Automatic Reply")));
}

function drawBounce(address, how, refresh) {
  const choice = h("select", {
    class: "text-input", "aria-label": `How ${address} is reached`,
    change: () => attempt(() => post("/sandbox/mail/bounces", { address, how: choice.value }), refresh),
  }, Object.entries(BOUNCES).map(([value, words]) => h("option", { value, selected: value === how }, words)));
  return h("label", { class: "form-line letter-bounce" }, h("span", {}, address), choice);
}

async function attempt(act, refresh) {
  try {
    await act();
    await refresh();
  } catch (error) {
    emit("notice", error.message);
  }
}
