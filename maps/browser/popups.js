// What a click shows: a run with its stops and riders, a line's runs, a site, a demand, those left behind.

const MOST_ROWS = 40;

class Popups {
  constructor(view) {
    this.view = view;
    this.language = view.language;
  }

  say(key, values) {
    return this.language.say(key, values);
  }

  of(hit) {
    if (hit.run) return this.run(hit.run);
    if (hit.left) return this.unserved(hit.left);
    if (hit.node) return this.node(hit.node);
    return hit.flow.mode === "demand" ? this.demand(hit.flow) : this.flow(hit.flow);
  }

  frame(title, colour, ...body) {
    return element(
      "article", { class: "fg-popup" }, element("h2", { style: { borderLeftColor: colour } }, title), ...body,
    );
  }

  rows(pairs) {
    const cells = pairs.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
    return element("dl", {}, cells);
  }

  list(items, make) {
    const rows = items.slice(0, MOST_ROWS).map((item) => element("li", {}, make(item)));
    if (items.length > MOST_ROWS) rows.push(element("li", {}, this.say("more", { count: items.length - MOST_ROWS })));
    return element("ul", {}, rows);
  }

  heading(run) {
    return this.say("run_title", { mode: this.language.mode(run.mode), name: run.name });
  }

  runLink(run, note = "") {
    const way = this.say("from_to", { from: run.stops[0].site.name, to: run.stops.at(-1).site.name });
    const sameDay = Math.floor(run.departs / DAY) === Math.floor(run.arrives / DAY);
    const end = sameDay ? this.language.clock(run.arrives) : this.language.time(run.arrives);
    const times = `${this.language.time(run.departs)} – ${end}`;
    const dot = element("i", { style: { background: this.view.colours[run.mode] } });
    return element(
      "button", { type: "button", class: "fg-run", onclick: () => this.view.selectRun(run) },
      dot, element("b", {}, run.id), ` ${way} `, element("span", {}, `${times} ${note}`),
    );
  }

  run(run) {
    const { before, after } = this.view.model.links(run);
    const carries = (links) => [...links].sort((a, b) => a[0].departs - b[0].departs);
    const linked = (key, links) => links.size
      ? [element("h3", {}, `${this.say(key)} (${this.language.number(links.size)})`),
         this.list(carries(links), ([one, workers]) => this.runLink(one, `· ${this.say("count_workers", { workers })}`))]
      : [];
    const zoom = element("button", { type: "button", class: "fg-button", onclick: () => this.view.zoomToSelected() }, this.say("zoom_journey"));
    return this.frame(
      this.heading(run), this.view.colours[run.mode],
      this.facts(run), this.stops(run),
      element("h3", {}, this.say("employers")), this.employers(run),
      before.size + after.size ? null : element("p", {}, this.say("no_links")),
      ...linked("feeders", before), ...linked("onward", after), zoom,
    );
  }

  facts(run) {
    const { seats, riders, most, type, units, drivers, km } = run;
    const coach = run.mode === "coach";
    const hours = run.minutes === null ? "" : this.language.number(run.minutes / 60, 1);
    return this.rows([
      [this.say("load"), this.say("load_value", { riders, aboard: most, seats })],
      [this.say("vehicle"), coach ? this.say("seats", { type: type || run.name, seats }) : null],
      [this.say("units"), coach ? null : this.say("units_value", { units, seats })],
      [this.say("drivers"), drivers === null ? null : this.language.number(drivers)],
      [this.say("distance"), km === null ? null : this.say("distance_value", { km: this.language.number(km), hours })],
    ]);
  }

  stops(run) {
    const heads = ["stop", "arrives", "departs", "on", "off", "aboard"].map((key) => element("th", {}, this.say(key)));
    let day = null;
    const rows = run.stops.map((stop, at) => {
      const cells = [at ? stop.arrives : null, at < run.stops.length - 1 ? stop.departs : null].map((time) => {
        if (time === null) return "";
        const shown = Math.floor(time / DAY) === day ? this.language.clock(time) : this.language.time(time);
        day = Math.floor(time / DAY);
        return shown;
      });
      const counts = [stop.board || "", stop.alight || "", at < run.stops.length - 1 ? stop.aboard : ""];
      return element("tr", {}, [stop.site.name, ...cells, ...counts].map((cell) => element("td", {}, String(cell))));
    });
    return element("table", {}, element("thead", {}, element("tr", {}, heads)), element("tbody", {}, rows));
  }

  employers(run) {
    const groups = new Map();
    for (const { journey, leg } of run.journeys) {
      const { name } = journey.demand.employer;
      const way = this.say("from_to", { from: run.stops[leg.from].site.name, to: run.stops[leg.to].site.name });
      const key = JSON.stringify([name, way]);
      const known = groups.get(key) || { name, way, workers: 0 };
      known.workers += journey.workers;
      groups.set(key, known);
    }
    const sorted = [...groups.values()].sort((a, b) => b.workers - a.workers);
    return this.list(sorted, ({ name, way, workers }) => [
      element("b", {}, name), ` ${this.say("count_workers", { workers })}, `, element("span", {}, way),
    ]);
  }

  flow(flow) {
    const runs = [...new Set(flow.legs.map((leg) => leg.run))].sort((a, b) => a.departs - b.departs);
    return this.frame(
      this.say("from_to", { from: flow.from.name, to: flow.to.name }), this.view.colours[flow.mode],
      element("p", {}, `${this.language.mode(flow.mode)}: ${this.language.counted(runs.length, flow.workers)}`),
      this.list(runs, (run) => this.runLink(run)),
    );
  }

  demand(flow) {
    const demands = flow.legs.map((leg) => leg.demand).sort((a, b) => b.workers - a.workers);
    return this.frame(
      this.say("from_to", { from: flow.from.name, to: flow.to.name }), DEMAND_COLOUR,
      element("p", {}, this.say("count_workers", { workers: flow.workers })),
      this.list(demands, (one) => this.wish(one, one.workers)),
    );
  }

  employer(employer, runs) {
    const { model } = this.view;
    const of = ({ demand }) => demand.employer === employer;
    const sum = (rows) => rows.reduce((total, { workers }) => total + workers, 0);
    const [served, left] = [model.journeys.filter(of), model.unserved.filter(of)];
    const demands = model.demands.filter((demand) => demand.employer === employer);
    const count = model.hasPlan
      ? this.say("headline", { served: sum(served), asked: sum(demands) })
      : this.say("headline_asked", { asked: sum(demands) });
    const way = model.hasPlan ? [] : [this.list(demands, (one) => this.wish(one, one.workers))];
    return this.frame(
      employer.name, SLATE, element("p", {}, count), ...way,
      ...(runs.length ? [element("h3", {}, this.say("runs")), this.list(runs, (run) => this.runLink(run))] : []),
      ...(left.length ? [element("h3", {}, this.say("unserved")), this.list(left, (one) => this.reason(one))] : []),
    );
  }

  wish(demand, workers) {
    const window = this.say("window", { ready: this.language.time(demand.ready), due: this.language.time(demand.due) });
    return [
      element("b", {}, demand.employer.name), ` ${this.say("count_workers", { workers })} `,
      element("span", {}, `${this.say("to_workplace", { place: demand.to.name })}, ${window}`),
    ];
  }

  node(node) {
    const sites = node.sites || [node];
    const sum = (key) => sites.reduce((total, site) => total + site[key], 0);
    const title = node.kind ? `${node.name} · ${this.say(node.kind)}` : node.name;
    const calls = sites.flatMap((site) => site.calls).filter(({ stop }) => stop.board + stop.alight > 0);
    calls.sort((a, b) => a.stop.arrives - b.stop.arrives);
    const areas = node.kind ? new Set(node.levels.slice(1).map((area) => area.name)) : new Set();
    const where = areas.size > 1 ? [...areas].join(" · ") : null;
    return this.frame(
      title, SLATE,
      where ? element("p", {}, where) : null,
      element("p", {}, this.say("starts_ends", { start: sum("starts"), end: sum("ends") })),
      calls.length ? element("h3", {}, this.say("calls")) : null,
      calls.length ? this.list(calls, (call) => this.call(call)) : null,
    );
  }

  call({ run, stop }) {
    const note = this.say("boards_alights", { board: stop.board, alight: stop.alight });
    return this.runLink(run, `· ${note}`);
  }

  unserved({ node, cases, workers }) {
    const sorted = [...cases].sort((a, b) => b.workers - a.workers);
    return this.frame(
      `${this.say("unserved")}: ${node.name}`, this.view.colours.unserved,
      element("p", {}, this.say("count_workers", { workers })),
      this.list(sorted, (one) => this.reason(one)),
    );
  }

  reason({ demand, workers, reason, proven, detail }) {
    const name = this.language.words.reasons[reason] || reason;
    const certain = this.say(proven ? "proven" : "likely");
    return [
      this.wish(demand, workers), element("br"),
      element("strong", { class: "fg-reason" }, `${name} (${certain})`), element("br"), detail,
    ].flat();
  }
}
