/* A plan being made: its numbers, its curve, its end. */

import { fill } from "./tables.js";

const at = (id) => document.getElementById(id);

export class ProgressView {
  constructor(words, lang) {
    this.words = words;
    this.money = new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en", { maximumFractionDigits: 0 });
    this.points = [];
  }

  begin(title) {
    this.points = [];
    at("job").hidden = false;
    at("job-title").textContent = title;
    at("making").hidden = false;
    at("done").hidden = true;
    at("trouble").hidden = true;
    at("stop").disabled = false;
    at("stop").textContent = this.words.stop;
    for (const line of at("curve").children) line.setAttribute("points", "");
    this.show({ state: "waiting", ahead: 0, seconds: 0, planning_seconds: 1, progress: null });
  }

  show(status) {
    const { words } = this;
    const waiting = status.state === "waiting";
    const phase = status.progress?.phase ?? "starting";
    at("phase").textContent = waiting && status.ahead
      ? fill(words.waiting, { ahead: status.ahead })
      : words[`phase_${phase}`] ?? phase;
    const seconds = Math.min(status.seconds ?? 0, status.planning_seconds);
    at("elapsed").textContent = waiting
      ? ""
      : fill(words.of_seconds, { seconds: Math.floor(seconds), all: Math.round(status.planning_seconds) });
    at("bar").value = seconds / status.planning_seconds;
    const { objective = null, bound = null, gap = null } = status.progress ?? {};
    at("objective").textContent = objective === null ? words.nothing_yet : this.money.format(objective);
    at("bound").textContent = bound === null ? "–" : this.money.format(bound);
    at("gap").textContent = gap === null ? "–" : `${(100 * gap).toFixed(1)} %`;
    if (status.stop_asked) {
      at("stop").disabled = true;
      at("stop").textContent = words.stopping;
    }
    if (objective !== null || bound !== null) {
      this.points.push({ seconds, objective, bound });
      this.draw(status.planning_seconds);
    }
  }

  /* The first plans may cost many times the last one: the curve shows what lies near the end, and cuts off above. */
  draw(all) {
    const known = this.points.flatMap((p) => [p.objective, p.bound]).filter((value) => value !== null);
    const last = this.points.at(-1);
    const low = Math.min(...known);
    const near = Math.max(last.objective ?? low, last.bound ?? low);
    const high = Math.min(Math.max(...known), near + 2 * (near - low)) || 1;
    const y = (value) => 84 - 78 * Math.min(1, (value - low) / (high - low || 1));
    for (const key of ["objective", "bound"]) {
      const points = this.points.filter((p) => p[key] !== null);
      const steps = points.map((p) => `${((600 * p.seconds) / all).toFixed(1)},${y(p[key]).toFixed(1)}`);
      at("curve").querySelector(`.${key}`).setAttribute("points", steps.join(" "));
    }
  }

  fail(detail, faults) {
    at("job").hidden = false;
    at("making").hidden = true;
    at("trouble").hidden = false;
    at("what").textContent = detail;
    at("faults").replaceChildren(faults ?? "");
  }
}
