// Talks to the sandbox; every refusal becomes a Refused with the sandbox's own words.

export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    cache: "no-store",
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const content = parse(text);
  if (!answer.ok) throw new Refused(content?.error ?? `${method} ${path} answered ${answer.status}`, answer.status);
  return content;
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

export const get = (path, values = {}) => call("GET", path + query(values));
export const post = (path, body) => call("POST", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = (path, values = {}) => call("DELETE", path + query(values));

/** For parts of the sandbox that may be absent: null instead of a refusal. */
export async function getIfThere(path, values = {}) {
  try {
    return await get(path, values);
  } catch (refused) {
    if (refused instanceof Refused) return null;
    throw refused;
  }
}

/** The sandbox answers lists either bare or under one name. */
export function listOf(content, name) {
  if (Array.isArray(content)) return content;
  return content?.[name] ?? [];
}
