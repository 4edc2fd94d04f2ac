// The handful of emoji that people and apps use at work.

const EMOJI = {
  "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎", eyes: "👀", wave: "👋", pray: "🙏", tada: "🎉",
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", no_entry: "⛔", no_entry_sign: "🚫",
  rotating_light: "🚨", bell: "🔔", lock: "🔒", unlock: "🔓", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  clock9: "🕘", calendar: "📅", memo: "📝", page_facing_up: "📄", chart_with_upwards_trend: "📈",
  moneybag: "💰", credit_card: "💳", bank: "🏦", snowflake: "❄️", ice_cube: "🧊", fire: "🔥", rocket: "🚀",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", white_circle: "⚪", question: "❓", exclamation: "❗", arrow_right: "➡️",
  information_source: "ℹ️", shield: "🛡️", bulb: "💡", link: "🔗", slightly_smiling_face: "🙂", smile: "😄",
  thinking_face: "🤔", heart: "❤️", speech_balloon: "💬", pause_button: "⏸️", arrow_forward: "▶️",
};

/** The character, or the name as it was written when it is not one of the handful. */
export const emoji = (name) => EMOJI[name] ?? `:${name}:`;

export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
