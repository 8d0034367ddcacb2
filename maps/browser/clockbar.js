// The bar below the map: the whole plan, one day's departures, or a moment with its vehicles on the road.

const HISTORY_STEPS = 400;
const PLAY_SECONDS_PER_DAY = 14;

class ClockBar {
  constructor(page) {
    this.page = page;
    this.language = page.language;
    const timed = page.views.filter(({ model }) => model.runs.length);
    this.start = Math.min(...timed.map(({ model }) => model.start));
    this.end = Math.max(...timed.map(({ model }) => model.end));
    this.range = element("input", { type: "range", min: this.start, max: this.end, step: 5, value: this.start });
    this.range.setAttribute("aria-label", this.language.say("time"));
    this.range.addEventListener("input", () => this.moment(Number(this.range.value)));
    this.choice = element("select", { "aria-label": this.language.say("period"), onchange: () => this.chosen() }, this.options());
    this.button = element("button", { type: "button", class: "fg-play", onclick: () => (this.playing ? this.pause() : this.play()) });
    this.text = element("output", { class: "fg-now" });
    this.canvas = element("canvas", { role: "img", "aria-label": this.language.say("on_the_road") });
    const track = element("div", { class: "fg-track" }, this.canvas, this.range, this.ticks());
    this.box = element("section", { class: "fg-clock" }, this.button, this.choice, track, this.text);
    document.body.append(this.box);
    document.body.classList.add("fg-timed");
    this.history = timed.map(({ model }) => this.roads(model));
    this.pause();
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    this.tell();
  }

  options() {
    const days = [];
    for (let day = Math.floor(this.start / DAY); day <= Math.floor(this.end / DAY); day += 1) {
      const runs = this.page.views.some(({ model }) => model.runs.some((run) => Math.floor(run.departs / DAY) === day));
      if (runs) days.push(element("option", { value: day }, this.language.say("day", { day: this.language.date(day * DAY) })));
    }
    this.momentOption = element("option", { value: "moment" });
    this.momentOption.textContent = this.language.say("moment", { time: this.language.time(this.start) });
    return [element("option", { value: "all" }, this.language.say("whole")), ...days, this.momentOption];
  }

  ticks() {
    const days = Math.floor(this.end / DAY) - Math.floor(this.start / DAY);
    const every = Math.ceil(days / 7) || 1;
    const marks = [];
    for (let day = Math.floor(this.start / DAY) + 1; day <= Math.floor(this.end / DAY); day += every) {
      const left = `${((day * DAY - this.start) / (this.end - this.start)) * 100}%`;
      marks.push(element("span", { style: { left } }, this.language.date(day * DAY)));
    }
    return element("div", { class: "fg-ticks", "aria-hidden": "true" }, marks);
  }

  // Workers on the road by mode at even steps of time.
  roads(model) {
    const rows = Object.fromEntries(model.modes.map((mode) => [mode, new Float64Array(HISTORY_STEPS)]));
    const step = (this.end - this.start) / HISTORY_STEPS;
    for (const { mode, departs, arrives, workers } of model.legs) {
      const [first, last] = [departs, arrives].map((at) => Math.ceil((at - this.start) / step - 0.5));
      for (let i = Math.max(first, 0); i < Math.min(last, HISTORY_STEPS); i += 1) rows[mode][i] += workers;
    }
    return rows;
  }

  draw() {
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    Object.assign(this.canvas, { width: width * scale, height: height * scale });
    const context = this.canvas.getContext("2d");
    context.scale(scale, scale);
    const band = height / this.history.length;
    const sums = this.history.map((rows) => Array.from({ length: HISTORY_STEPS }, (_, i) => Object.values(rows).reduce((s, row) => s + row[i], 0)));
    const most = Math.max(1, ...sums.flat());
    this.history.forEach((rows, place) => {
      const base = new Float64Array(HISTORY_STEPS);
      for (const [mode, row] of Object.entries(rows)) {
        context.fillStyle = this.page.views[0].colours[mode];
        for (let i = 0; i < HISTORY_STEPS; i += 1) {
          const tall = (row[i] / most) * (band - 2);
          const from = (base[i] / most) * (band - 2);
          if (tall) context.fillRect((i / HISTORY_STEPS) * width, (place + 1) * band - from - tall, width / HISTORY_STEPS + 0.6, tall);
          base[i] += row[i];
        }
      }
    });
  }

  chosen() {
    this.pause();
    const { value } = this.choice;
    if (value === "moment") this.moment(Number(this.range.value));
    else this.set(value === "all" ? { kind: "all" } : { kind: "day", day: Number(value) });
  }

  moment(at) {
    this.range.value = at;
    this.momentOption.textContent = this.language.say("moment", { time: this.language.time(at) });
    this.choice.value = "moment";
    this.set({ kind: "moment", at });
  }

  set(period) {
    this.page.state.period = period;
    this.box.classList.toggle("fg-still", period.kind !== "moment");
    this.tell();
    this.page.repaint();
  }

  tell() {
    const { period } = this.page.state;
    this.box.classList.toggle("fg-still", period.kind !== "moment");
    this.text.textContent = this.page.views.map((view) => {
      if (period.kind === "moment") {
        const moving = view.moving();
        const workers = moving.reduce((sum, { leg }) => sum + leg.workers, 0);
        return this.language.say("moving", { time: this.language.time(period.at), workers, runs: moving.length });
      }
      const runs = view.model.runs.filter((run) => period.kind === "all" || Math.floor(run.departs / DAY) === period.day);
      return this.language.counted(runs.length, carried(runs));
    }).join(" | ");
  }

  play() {
    this.playing = true;
    this.label("⏸", "pause");
    let at = this.page.state.period.kind === "moment" && this.page.state.period.at < this.end - 5 ? this.page.state.period.at : this.start;
    let before = performance.now();
    const step = (now) => {
      if (!this.playing) return;
      at += ((now - before) / 1000 / PLAY_SECONDS_PER_DAY) * DAY;
      before = now;
      this.moment(Math.min(at, this.end));
      if (at >= this.end) this.pause();
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  pause() {
    this.playing = false;
    this.label("▶", "play");
  }

  label(sign, key) {
    this.button.textContent = sign;
    this.button.title = this.language.say(key);
    this.button.setAttribute("aria-label", this.language.say(key));
  }
}
