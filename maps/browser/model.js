// A drawn plan as objects that point at each other, out of the rows of its document (maps/drawing.py).

function world(lon, lat) {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

class Model {
  constructor(document) {
    Object.assign(this, { name: document.name, modes: document.modes, kinds: document.kinds });
    this.readSites(document);
    this.employers = document.employers.map((name) => ({ name }));
    this.demands = document.demands.map(([id, employer, from, to, workers, ready, due]) => ({
      id, employer: this.employers[employer], from: this.sites[from], to: this.sites[to], workers, ready, due,
    }));
    this.asked = this.demands.reduce((sum, demand) => sum + demand.workers, 0);
    this.hasPlan = document.runs !== null;
    this.runs = (document.runs || []).map((row, place) => this.readRun(row, place));
    this.journeys = document.journeys.map((row) => this.readJourney(row));
    this.served = this.journeys.reduce((sum, journey) => sum + journey.workers, 0);
    this.unserved = document.unserved.map(([demand, workers, reason, proven, detail]) => ({
      demand: this.demands[demand], workers, reason, proven, detail,
    }));
    this.legs = this.runs.flatMap((run) => this.readLegs(run));
    this.demandLegs = this.demands.map((d) => ({ mode: "demand", from: d.from, to: d.to, workers: d.workers, demand: d }));
    this.start = Math.min(...this.runs.map((run) => run.departs));
    this.end = Math.max(...this.runs.map((run) => run.arrives));
    this.countSites();
  }

  readSites(document) {
    const provinces = document.provinces.map((name) => ({ name, sites: [] }));
    const cities = document.cities.map(([name, province]) => ({ name, province: provinces[province], sites: [] }));
    const counties = document.counties.map(([name, city]) => ({ name, city: cities[city], sites: [] }));
    this.sites = document.sites.map(([id, name, kind, lon, lat, county], place) => {
      const [x, y] = world(lon, lat);
      return { id, name, kind: document.kinds[kind], lon, lat, x, y, county, place, starts: 0, ends: 0, changes: 0, calls: [] };
    });
    for (const site of this.sites) {
      site.levels = [site, site, site, site];
      if (site.county < 0) continue;
      const county = counties[site.county];
      site.levels = [site, county, county.city, county.city.province];
      site.levels.slice(1).forEach((area) => area.sites.push(site));
    }
    for (const node of [...counties, ...cities, ...provinces].filter((one) => one.sites.length)) {
      node.x = node.sites.reduce((sum, site) => sum + site.x, 0) / node.sites.length;
      node.y = node.sites.reduce((sum, site) => sum + site.y, 0) / node.sites.length;
    }
  }

  readRun([mode, id, name, type, seats, units, drivers, km, minutes, calls], place) {
    const run = { place, mode: this.modes[mode], id, name, type, seats, units, drivers, km, minutes };
    run.stops = [];
    for (let i = 0; i < calls.length; i += 3) {
      const [site, arrives, departs] = [this.sites[calls[i]], calls[i + 1], calls[i + 2]];
      run.stops.push({ site, arrives, departs, board: 0, alight: 0, aboard: 0 });
    }
    run.stops.forEach((stop, seq) => stop.site.calls.push({ run, stop, seq }));
    Object.assign(run, { journeys: [], riders: 0 });
    run.departs = run.stops[0].departs === null ? run.stops[0].arrives : run.stops[0].departs;
    run.arrives = run.stops.at(-1).arrives;
    return run;
  }

  readJourney([demand, workers, ...ways]) {
    const journey = { demand: this.demands[demand], workers, legs: [] };
    for (let i = 0; i < ways.length; i += 3) {
      const leg = { run: this.runs[ways[i]], from: ways[i + 1], to: ways[i + 2] };
      journey.legs.push(leg);
      leg.run.journeys.push({ journey, leg, order: i / 3 });
      leg.run.riders += workers;
      leg.run.stops[leg.from].board += workers;
      leg.run.stops[leg.to].alight += workers;
    }
    return journey;
  }

  readLegs(run) {
    let aboard = 0;
    run.most = 0;
    run.legs = run.stops.slice(0, -1).map((stop, at) => {
      aboard += stop.board - stop.alight;
      stop.aboard = aboard;
      run.most = Math.max(run.most, aboard);
      const next = run.stops[at + 1];
      const departs = stop.departs === null ? stop.arrives : stop.departs;
      return { mode: run.mode, run, from: stop.site, to: next.site, departs, arrives: next.arrives, workers: aboard };
    });
    return run.legs;
  }

  countSites() {
    for (const { journey, leg, order } of this.runs.flatMap((run) => run.journeys)) {
      const { run, from, to } = leg;
      run.stops[from].site[order === 0 ? "starts" : "changes"] += journey.workers;
      if (order === journey.legs.length - 1) run.stops[to].site.ends += journey.workers;
    }
    if (!this.hasPlan) {
      for (const demand of this.demands) {
        demand.from.starts += demand.workers;
        demand.to.ends += demand.workers;
      }
    }
    for (const left of this.unserved) left.demand.from.left = (left.demand.from.left || 0) + left.workers;
    for (const site of this.sites) site.weight = site.starts + site.ends + site.changes + (site.left || 0);
  }

  // Runs that bring riders to a run, and runs that take them on, each with how many.
  links(run) {
    const before = new Map();
    const after = new Map();
    for (const { journey, order } of run.journeys) {
      journey.legs.forEach((leg, at) => {
        if (at === order || leg.run === run) return;
        const side = at < order ? before : after;
        side.set(leg.run, (side.get(leg.run) || 0) + journey.workers);
      });
    }
    return { before, after };
  }
}
