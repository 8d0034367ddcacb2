// Title, layers and legend: one list, in which every layer is named, drawn and switched.

class Panel {
  constructor(page) {
    this.page = page;
    this.language = page.language;
    const { views } = page;
    const open = page.views[0].map.getSize().x > 700;
    this.note = element("p", { class: "fg-note", role: "status" });
    const finder = new Finder(page).box;
    this.body = element("div", { class: "fg-body" }, finder, this.runs(), this.sites(), this.more(), this.note);
    this.toggle = element("button", { type: "button", class: "fg-toggle", onclick: () => this.open(!this.isOpen) });
    const head = element("header", {}, element("div", {}, ...this.titles()), this.toggle);
    this.box = element("section", { class: "fg-panel", "aria-label": this.language.say("layers") }, head, this.body);
    views[0].map.getContainer().append(shield(this.box));
    this.open(open);
    views[0].whenPainted = () => this.painted(views[0].painted);
  }

  open(open) {
    this.isOpen = open;
    this.box.classList.toggle("fg-open", open);
    this.toggle.textContent = open ? "–" : "≡";
    const label = this.language.say(open ? "hide_panel" : "show_panel");
    Object.assign(this.toggle, { title: label });
    this.toggle.setAttribute("aria-label", label);
    this.toggle.setAttribute("aria-expanded", String(open));
  }

  titles() {
    const { views } = this.page;
    if (views.length > 1) return [element("h1", {}, this.language.say("layers"))];
    return [element("h1", {}, views[0].title), element("p", {}, headline(views[0], this.language))];
  }

  layer(key, mark, name, note = "") {
    const { state } = this.page;
    const box = element("input", { type: "checkbox", "data-layer": key });
    box.checked = state.shown[key];
    box.addEventListener("change", () => {
      state.shown[key] = box.checked;
      this.page.repaint();
    });
    return element("label", {}, box, mark, element("span", {}, name), note ? element("small", {}, note) : null);
  }

  mark(draw, width = 30) {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const scale = window.devicePixelRatio || 1;
    Object.assign(canvas, { width: width * scale, height: 16 * scale });
    Object.assign(canvas.style, { width: `${width}px`, height: "16px" });
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    draw(context);
    return canvas;
  }

  runs() {
    const { views } = this.page;
    const colours = views[0].colours;
    const rows = views[0].model.modes.filter((mode) => views.some(({ model }) => model.runs.some((run) => run.mode === mode)));
    if (!rows.length) return null;
    this.widths = element("div", { class: "fg-widths" });
    return element(
      "fieldset", {}, element("legend", {}, this.language.say("runs")),
      rows.map((mode) => this.layer(
        mode, this.mark((context) => inkFlow(context, [1, 8], [29, 8], 4, colours[mode])), this.language.mode(mode), this.carried(mode),
      )),
      this.widths, element("p", {}, this.language.say("straight")),
    );
  }

  carried(mode) {
    return this.page.views.map(({ model }) => {
      const runs = model.runs.filter((run) => run.mode === mode);
      return this.language.counted(runs.length, carried(runs));
    }).join(" | ");
  }

  sites() {
    const kinds = this.page.views[0].model.kinds.filter((kind) =>
      this.page.views.some(({ model }) => model.sites.some((site) => site.kind === kind)),
    );
    const row = (kind) => this.layer(kind, this.mark((context) => inkSymbol(context, kind, [9, 8], 5), 18), this.language.say(kind));
    return element("fieldset", { class: "fg-kinds" }, element("legend", {}, this.language.say("sites")), kinds.map(row));
  }

  more() {
    const { views } = this.page;
    const bowed = this.mark((context) => inkBow(context, bow([1, 11], [29, 11]), 1.6, DEMAND_COLOUR));
    const pill = this.mark((context) => inkPill(context, "12", [15, 8], views[0].colours.unserved));
    const text = this.mark((context) => {
      Object.assign(context, { font: `500 12px ${FONT}`, fillStyle: "#16222a", textAlign: "center", textBaseline: "middle" });
      context.fillText("Aa 字", 15, 9);
    }, 34);
    return element(
      "fieldset", {}, element("legend", {}, this.language.say("more_layers")),
      this.layer("demand", bowed, this.language.say("demand")),
      views.some(({ model }) => model.hasPlan) ? this.layer("unserved", pill, this.language.say("unserved"), this.left()) : null,
      this.reasons(),
      this.layer("names", text, this.language.say("names")),
    );
  }

  left() {
    const counts = this.page.views.map(({ model }) => model.unserved.reduce((sum, left) => sum + left.workers, 0));
    return counts.map((workers) => this.language.say("count_workers", { workers })).join(" | ");
  }

  reasons() {
    if (this.page.views.length > 1) return null;
    const sums = new Map();
    for (const { reason, workers } of this.page.views[0].model.unserved) sums.set(reason, (sums.get(reason) || 0) + workers);
    if (!sums.size) return null;
    const rows = [...sums].sort((a, b) => b[1] - a[1]).map(([reason, workers]) =>
      element("li", {}, `${this.language.words.reasons[reason] || reason}: ${this.language.number(workers)}`));
    return element("ul", { class: "fg-reasons" }, rows);
  }

  painted({ level, most, cut }) {
    const areas = ["", "level_county", "level_city", "level_province"][level];
    const merged = areas ? this.language.say("merged", { level: this.language.say(areas) }) : "";
    this.note.textContent = `${merged} ${cut ? this.language.say("cut") : ""}`.trim();
    if (!this.widths || this.shownMost === most) return;
    this.shownMost = most;
    const samples = [...new Set([most / 20, most / 4, most].map(rounded))].filter((workers) => workers > 0);
    const marks = samples.map((workers) => element(
      "span", {},
      this.mark((context) => {
        Object.assign(context, { fillStyle: "#6b7a83" });
        const width = lineWidth(workers, most);
        context.fillRect(0, 8 - width / 2, 26, width);
      }, 26),
      this.language.number(workers),
    ));
    this.widths.replaceChildren(element("small", {}, this.language.say("width")), ...marks);
  }
}

// Workers who ride any of these runs, each counted once.
function carried(runs) {
  return [...new Set(runs.flatMap((run) => run.journeys.map(({ journey }) => journey)))].reduce((sum, one) => sum + one.workers, 0);
}

function rounded(value) {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)));
  return Math.max(1, Math.round(value / step)) * step;
}

function headline({ model }, language) {
  if (!model.hasPlan) return language.say("headline_asked", { asked: model.asked });
  const key = model.served === model.asked ? "headline_all" : "headline";
  return language.say(key, { served: model.served, asked: model.asked });
}
