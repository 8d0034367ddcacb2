// The plan itself on a canvas: flows, demands, sites, those left behind, vehicles on the road, names.

const FAINT = 0.1;
const MOST_PLACES = 90;
const DEMAND_COLOUR = "#5d6b74";

const PlanSheet = Sheet.extend({
  initialize(view) {
    this.view = view;
    Sheet.prototype.initialize.call(this, { pane: "plan" });
  },

  paint(context, frame) {
    const { view } = this;
    const { shown } = view.state;
    this.hits = [];
    this.names = new Names(context, frame);
    const faint = view.selected ? FAINT : 1;
    if (shown.demand) this.paintDemands(context, frame, faint);
    const { level, flows, many, cut } = readable(view.legsShown(), frame);
    const most = view.most(level);
    this.paintFlows(context, frame, flows, most, faint, many);
    if (view.selected) this.paintSelected(context, frame);
    const near = Math.max(level, this.siteLevel(frame));
    const nodes = this.paintSites(context, frame, near);
    if (shown.unserved && !view.selected) this.paintUnserved(context, frame, near);
    if (view.state.period.kind === "moment") this.paintMoving(context, frame);
    if (shown.names) this.paintNames(frame, nodes);
    const noted = view.model.hasPlan || !shown.demand ? level : this.demandLevel;
    view.painted = { level: noted, cut, most, flows: flows.length, runs: new Set(flows.flatMap((f) => f.legs.map((leg) => leg.run))).size };
    view.whenPainted();
  },

  paintFlows(context, frame, flows, most, faint, many) {
    const width = (flow) => lineWidth(flow.workers, most) * (many ? 0.75 : 1);
    for (const flow of flows.filter((one) => !one.within).sort((a, b) => b.workers - a.workers)) {
      context.globalAlpha = (many ? 0.25 + 0.6 * Math.sqrt(flow.workers / most) : 0.8) * faint;
      const line = inkFlow(
        context, frame.at(flow.from), frame.at(flow.to), width(flow), this.view.colours[flow.mode], sideStep(flow, width),
      );
      if (line && faint === 1) this.hits.push({ flow, line, reach: Math.max(width(flow) / 2, 1) + 4 });
    }
    context.globalAlpha = 1;
  },

  paintSelected(context, frame) {
    const { runs } = this.view.selected;
    const legs = runs.flatMap((one) => one.legs);
    const least = runs.length > 60 ? 1.2 : 2.4;
    const width = (flow) => Math.max(least, lineWidth(flow.workers, this.view.most(0)));
    const flows = gather(legs, (site) => site).sort((a, b) => b.workers - a.workers);
    for (const flow of flows) {
      const ends = [frame.at(flow.from), frame.at(flow.to)];
      inkFlow(context, ...ends, width(flow) + 3, "rgba(255,255,255,0.9)", sideStep(flow, width));
    }
    for (const flow of flows) {
      const line = inkFlow(
        context, frame.at(flow.from), frame.at(flow.to), width(flow), this.view.colours[flow.mode], sideStep(flow, width),
      );
      if (line) this.hits.push({ flow, line, reach: width(flow) / 2 + 4 });
    }
  },

  paintDemands(context, frame, faint) {
    const { view } = this;
    const { level, flows } = readable(view.model.demandLegs, frame);
    const most = Math.max(...flows.map((flow) => flow.workers), 1);
    for (const flow of flows.filter((one) => !one.within).sort((a, b) => b.workers - a.workers)) {
      context.globalAlpha = (view.model.hasPlan ? 0.6 : 0.75) * faint;
      const points = bow(frame.at(flow.from), frame.at(flow.to));
      const width = 1 + 4.6 * Math.sqrt(flow.workers / most);
      inkBow(context, points, width, DEMAND_COLOUR);
      points.slice(1).forEach((to, at) => this.hits.push({ flow, line: [...points[at], ...to], reach: width / 2 + 3 }));
    }
    context.globalAlpha = 1;
    this.demandLevel = level;
  },

  paintSites(context, frame, level) {
    const { view } = this;
    const near = view.selected ? view.selectedSites() : null;
    const radius = frame.zoom < 6 ? 2.6 : frame.zoom < 8 ? 3.4 : frame.zoom < 11 ? 4.6 : 5.6;
    const apart = (site) => level === 0 || (near && near.has(site));
    const nodes = new Map();
    for (const site of view.model.sites) {
      if (!view.state.shown[site.kind]) continue;
      const node = near && near.has(site) ? site : site.levels[level];
      const known = nodes.get(node) || { node, weight: 0, kind: apart(site) ? site.kind : null, place: frame.at(node) };
      known.weight += site.weight;
      nodes.set(node, known);
    }
    const most = Math.max(...[...nodes.values()].map((one) => one.weight), 1);
    const seen = [...nodes.values()].filter(({ place }) => frame.shows(place, place)).sort((a, b) => a.weight - b.weight);
    for (const one of seen) {
      const dimmed = near && !near.has(one.node);
      context.globalAlpha = dimmed ? 0.25 : one.weight ? 1 : 0.4;
      one.radius = one.kind ? (one.weight ? radius : radius * 0.7) : 2 + 6 * Math.sqrt(one.weight / most);
      if (one.kind) inkSymbol(context, one.kind, one.place, one.radius);
      else this.paintBubble(context, one);
      one.dimmed = dimmed;
      this.hits.push({ node: one.node, place: one.place, reach: one.radius + 4 });
    }
    context.globalAlpha = 1;
    return seen;
  },

  // The nearest level at which not too many places with anyone are in view.
  siteLevel(frame) {
    const busy = this.view.model.sites.filter((site) => site.weight > 0);
    const farthest = TOO_NEAR.filter((zoom) => frame.zoom < zoom).length;
    for (let level = 0; level < farthest; level += 1) {
      const nodes = new Set(busy.map((site) => site.levels[level]));
      if ([...nodes].filter((node) => frame.shows(frame.at(node), frame.at(node))).length <= MOST_PLACES) return level;
    }
    return farthest;
  },

  paintBubble(context, { place, radius }) {
    context.beginPath();
    context.arc(...place, radius, 0, 2 * Math.PI);
    Object.assign(context, { fillStyle: SLATE, strokeStyle: "#fff", lineWidth: 1 });
    context.fill();
    context.stroke();
  },

  paintUnserved(context, frame, level) {
    const groups = new Map();
    for (const left of this.view.model.unserved) {
      const node = left.demand.from.levels[level];
      if (!groups.has(node)) groups.set(node, { node, cases: [], workers: 0 });
      groups.get(node).cases.push(left);
      groups.get(node).workers += left.workers;
    }
    for (const group of [...groups.values()].sort((a, b) => a.workers - b.workers)) {
      const [x, y] = frame.at(group.node);
      if (!frame.shows([x, y], [x, y])) continue;
      const text = this.view.language.number(group.workers);
      const half = inkPill(context, text, [x, y - 14], this.view.colours.unserved);
      this.names.block(x, y - 14, half, 10);
      this.hits.push({ left: group, place: [x, y - 14], reach: Math.max(half, 10) });
    }
  },

  paintMoving(context, frame) {
    for (const { run, leg, share } of this.view.moving()) {
      const [[ax, ay], [bx, by]] = [frame.at(leg.from), frame.at(leg.to)];
      const place = [ax + (bx - ax) * share, ay + (by - ay) * share];
      const radius = 3 + 4 * Math.sqrt(leg.workers / this.view.most(0));
      context.beginPath();
      context.arc(...place, radius, 0, 2 * Math.PI);
      Object.assign(context, { fillStyle: this.view.colours[run.mode], strokeStyle: "#fff", lineWidth: 1.6 });
      context.fill();
      context.stroke();
      this.hits.push({ run, place, reach: radius + 4 });
    }
  },

  paintNames(frame, nodes) {
    const hub = { station: 3, airport: 3 };
    const weigh = ({ kind, weight }) => weight * (hub[kind] || 1);
    const ranked = nodes.filter((one) => one.weight && !one.dimmed).sort((a, b) => weigh(b) - weigh(a));
    for (const { node, place, radius } of ranked.slice(0, frame.zoom < 7 ? 30 : 90)) {
      this.names.set(node.name, place, { size: 11.5, weight: 500, colour: "#16222a", gap: radius + 4 });
    }
    const levels = { province: { to: 8, size: 13, colour: "#8a959b" }, city: { from: 6.5, size: 11, colour: "#8a959b" } };
    levels.county = { from: 9, size: 10.5, colour: "#a2abb0" };
    for (const [level, { from = 0, to = 99, size, colour }] of Object.entries(levels)) {
      if (frame.zoom < from || frame.zoom > to) continue;
      for (const area of this.view.ground.names) {
        if (area.level === level) this.names.set(area.name, frame.at(area), { size, colour });
      }
    }
  },

  // What lies under a point of the page: the last painted first, symbols before lines.
  under({ x, y }) {
    const points = this.hits.filter((hit) => hit.place);
    const found = points.reverse().find(({ place, reach }) => Math.hypot(place[0] - x, place[1] - y) <= reach);
    if (found) return found;
    let [nearest, least] = [null, Infinity];
    for (const hit of this.hits) {
      if (!hit.line) continue;
      const away = fromLine(hit.line, x, y) - hit.reach;
      if (away < 0 && away < least) [nearest, least] = [hit, away];
    }
    return nearest;
  },
});

function fromLine([ax, ay, bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
