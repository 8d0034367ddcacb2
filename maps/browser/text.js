// Words, numbers, times and elements of a page. Text from files only ever becomes text nodes.

const DAY = 1440;

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(made.style, value);
    else made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

// Pointers over this element mean it and not the map below. A click may remove what was clicked, and Leaflet would
// no longer find whose child that was: so clicks stop here.
function shield(made) {
  L.DomEvent.disableClickPropagation(made);
  L.DomEvent.disableScrollPropagation(made);
  made.addEventListener("click", (event) => event.stopPropagation());
  return made;
}

class Language {
  constructor(words, day0) {
    this.words = words;
    this.zero = Date.parse(`${day0}T00:00:00Z`);
    this.dates = new Intl.DateTimeFormat(words.lang === "en" ? "en-GB" : words.lang, {
      day: "numeric",
      month: words.lang === "en" ? "short" : "numeric",
      timeZone: "UTC",
    });
    if (words.lang !== "en") this.dates = { format: (at) => `${at.getUTCMonth() + 1}月${at.getUTCDate()}日` };
  }

  say(key, values = {}) {
    return this.words[key].replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return typeof value === "number" ? this.number(value) : value;
    });
  }

  number(value, digits = 0) {
    return value.toLocaleString(this.words.lang, { maximumFractionDigits: digits, minimumFractionDigits: digits });
  }

  date(minute) {
    return this.dates.format(new Date(this.zero + Math.floor(minute / DAY) * DAY * 60000));
  }

  clock(minute) {
    const within = ((minute % DAY) + DAY) % DAY;
    return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(Math.floor(within % 60)).padStart(2, "0")}`;
  }

  time(minute) {
    return `${this.date(minute)} ${this.clock(minute)}`;
  }

  mode(mode) {
    const name = this.words.modes[mode];
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  counted(runs, workers) {
    return runs === 1 ? this.say("count_run", { workers }) : this.say("count_runs", { runs, workers });
  }
}
