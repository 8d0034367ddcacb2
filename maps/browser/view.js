// One map on the page with its plan: what is shown of it, what is selected, and how it answers to the pointer.

class View {
  constructor(map, drawn, page) {
    Object.assign(this, { map, title: drawn.title, colours: page.colours, state: page.state, ground: page.ground });
    this.language = page.language;
    this.model = new Model(drawn.plan);
    this.selected = null;
    this.mostAt = [];
    this.whenPainted = () => {};
    for (const [name, level] of [["ground", 200], ["plan", 420]]) map.createPane(name).style.zIndex = level;
    map.getPane("ground").style.pointerEvents = "none";
    map.getPane("plan").style.pointerEvents = "none";
    this.popups = new Popups(this);
    this.sheet = new PlanSheet(this);
    this.bounds = this.usedBounds();
    this.fit();
    new Ground(page.ground, !page.tiles).addTo(map);
    this.sheet.addTo(map);
    this.listen();
  }

  usedBounds() {
    const used = this.model.sites.filter((site) => site.weight > 0);
    const sites = used.length ? used : this.model.sites;
    return L.latLngBounds(sites.map((site) => [site.lat, site.lon]));
  }

  fit(bounds = this.bounds) {
    const size = this.map.getSize();
    const panel = this.map.getContainer().querySelector(".fg-panel");
    const wide = size.x > 700;
    const beside = panel && wide && panel.classList.contains("fg-open") ? panel.offsetWidth + 20 : 0;
    const above = panel && !wide ? panel.firstElementChild.offsetHeight : 0;
    const edge = Math.min(40, size.x * 0.08);
    const card = this.card && this.card.classList.contains("fg-open");
    const [right, low] = card ? (wide ? [this.card.offsetWidth + 40, 0] : [0, this.card.offsetHeight]) : [14, 0];
    this.map.fitBounds(bounds, {
      paddingTopLeft: [beside + (beside ? edge * 2 : edge), edge + above], paddingBottomRight: [edge + right, edge + low], maxZoom: 13, animate: false,
    });
  }

  legsShown() {
    const { shown, period } = this.state;
    return this.model.legs.filter((leg) => {
      if (!shown[leg.mode]) return false;
      if (period.kind === "day") return Math.floor(leg.run.departs / DAY) === period.day;
      if (period.kind === "moment") return leg.departs <= period.at && period.at < leg.arrives;
      return true;
    });
  }

  // Vehicles on the road at the moment shown; one that stands at a stop is at the start of its next leg.
  moving() {
    const { shown, period } = this.state;
    return this.model.runs
      .filter((run) => shown[run.mode] && run.departs <= period.at && period.at < run.arrives)
      .map((run) => {
        const leg = run.legs.find((one) => period.at < one.arrives);
        const share = Math.max(0, (period.at - leg.departs) / Math.max(leg.arrives - leg.departs, 1));
        return { run, leg, share };
      });
  }

  most(level) {
    if (!this.mostAt[level]) {
      this.mostAt[level] = Math.max(1, ...gather(this.model.legs, (site) => site.levels[level]).filter((f) => !f.within).map((f) => f.workers));
    }
    return this.mostAt[level];
  }

  // A run by itself: with those that bring its riders and those that take them on.
  selectRun(run) {
    const { before, after } = this.model.links(run);
    this.select([run, ...before.keys(), ...after.keys()], this.popups.run(run));
    if (run.mode !== "coach" && !this.showsSelected()) this.zoomToSelected();
  }

  showEmployer(employer) {
    const rides = (run) => run.journeys.some(({ journey }) => journey.demand.employer === employer);
    const runs = this.model.runs.filter(rides).sort((a, b) => a.departs - b.departs);
    this.select(runs, this.popups.employer(employer, runs));
  }

  // Runs shown alone, the rest dimmed, until the card is closed.
  select(runs, content) {
    const close = element("button", { type: "button", class: "fg-close", onclick: () => this.clear() }, "×");
    close.setAttribute("aria-label", this.language.say("back"));
    close.title = this.language.say("back");
    this.card.replaceChildren(close, content);
    this.card.scrollTop = 0;
    this.tip.style.display = "none";
    this.card.classList.add("fg-open");
    this.selected = runs.length ? { runs } : null;
    this.sheet.repaint();
  }

  clear() {
    this.selected = null;
    this.card.classList.remove("fg-open");
    this.sheet.repaint();
  }

  selectedSites() {
    return new Set(this.selected.runs.flatMap((run) => run.stops.map((stop) => stop.site)));
  }

  // Whether all of the selected runs is in view, beside the card.
  showsSelected() {
    const size = this.map.getSize();
    const [east, south] = size.x > 700 ? [this.card.offsetLeft, size.y] : [size.x, this.card.offsetTop];
    return [...this.selectedSites()].every((site) => {
      const { x, y } = this.map.latLngToContainerPoint([site.lat, site.lon]);
      return x > 0 && y > 0 && x < east && y < south;
    });
  }

  zoomToSelected() {
    const sites = [...this.selectedSites()];
    this.fit(L.latLngBounds(sites.map((site) => [site.lat, site.lon])));
  }

  show(hit) {
    const runs = [...new Set(runsOf(hit))];
    if (hit.run || (hit.flow && runs.length === 1)) this.selectRun(runs[0]);
    else this.select(runs, this.popups.of(hit));
  }

  listen() {
    const { map } = this;
    this.tip = element("div", { class: "fg-tip", role: "status" });
    this.card = shield(element("aside", { class: "fg-card", tabindex: "-1" }));
    map.getContainer().append(this.tip, this.card);
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.clear());
    map.on("click", (event) => {
      const hit = this.sheet.under(event.layerPoint);
      if (hit) this.show(hit);
      else this.clear();
    });
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout movestart", () => this.hover(null));
  }

  hover(event) {
    const hit = event && this.sheet.under(event.layerPoint);
    this.map.getContainer().style.cursor = hit ? "pointer" : "";
    this.tip.style.display = hit ? "block" : "none";
    if (!hit) return;
    this.tip.textContent = this.brief(hit);
    const { x, y } = event.containerPoint;
    const left = Math.min(x + 14, this.map.getSize().x - this.tip.offsetWidth - 6);
    Object.assign(this.tip.style, { left: `${left}px`, top: `${y + 14}px` });
  }

  brief(hit) {
    if (hit.run) return this.popups.heading(hit.run);
    if (hit.left) return `${hit.left.node.name}: ${this.language.say("unserved")} ${this.language.number(hit.left.workers)}`;
    if (hit.node) return hit.node.kind ? `${hit.node.name} · ${this.language.say(hit.node.kind)}` : hit.node.name;
    const { from, to, workers, legs, mode } = hit.flow;
    const way = this.language.say("from_to", { from: from.name, to: to.name });
    const count = this.language.say("count_workers", { workers });
    if (mode === "demand") return `${way}: ${count}`;
    const runs = new Set(legs.map((leg) => leg.run)).size;
    return `${this.language.mode(mode)} ${way}: ${this.language.counted(runs, workers)}`;
  }
}

function runsOf(hit) {
  if (hit.run) return [hit.run];
  if (hit.flow) return hit.flow.mode === "demand" ? [] : hit.flow.legs.map((leg) => leg.run);
  if (!hit.node) return [];
  const calls = (hit.node.sites || [hit.node]).flatMap((site) => site.calls);
  return calls.filter(({ stop }) => stop.board + stop.alight > 0).map(({ run }) => run);
}
