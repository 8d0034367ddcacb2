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
    const panel = document.querySelector(".fg-panel.fg-open");
    const beside = panel && size.x > 700 && this.map.getContainer().contains(panel) ? panel.offsetWidth + 20 : 0;
    const edge = Math.min(40, size.x * 0.08);
    this.map.fitBounds(bounds, { paddingTopLeft: [beside + edge, edge], paddingBottomRight: [edge + 14, edge], maxZoom: 13, animate: false });
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
      this.mostAt[level] = Math.max(1, ...gather(this.model.legs, level).filter((f) => !f.within).map((f) => f.workers));
    }
    return this.mostAt[level];
  }

  select(run, at = null) {
    const { before, after } = this.model.links(run);
    const popup = L.popup({ maxWidth: Math.min(430, this.map.getSize().x - 60), maxHeight: Math.min(430, this.map.getSize().y - 90) });
    const middle = run.stops[Math.floor(run.stops.length / 2)].site;
    popup.setLatLng(at || this.lastClick || [middle.lat, middle.lon]).setContent(this.popups.run(run));
    popup.on("remove", () => {
      if (this.selected && this.selected.popup === popup) this.clear();
    });
    this.selected = { run, before, after, popup };
    popup.openOn(this.map);
    this.sheet.repaint();
  }

  clear() {
    this.selected = null;
    this.sheet.repaint();
  }

  selectedSites() {
    const { run, before, after } = this.selected;
    return new Set([run, ...before.keys(), ...after.keys()].flatMap((one) => one.stops.map((stop) => stop.site)));
  }

  zoomToSelected() {
    const sites = [...this.selectedSites()];
    this.map.closePopup();
    this.fit(L.latLngBounds(sites.map((site) => [site.lat, site.lon])));
  }

  show(hit, at) {
    const runs = hit.flow && hit.flow.mode !== "demand" ? [...new Set(hit.flow.legs.map((leg) => leg.run))] : [];
    if (hit.run || runs.length === 1) {
      this.select(hit.run || runs[0], at);
      return;
    }
    const size = this.map.getSize();
    L.popup({ maxWidth: Math.min(400, size.x - 60), maxHeight: Math.min(400, size.y - 90) })
      .setLatLng(at)
      .setContent(this.popups.of(hit))
      .openOn(this.map);
  }

  listen() {
    const { map } = this;
    this.tip = element("div", { class: "fg-tip", role: "status" });
    map.getContainer().append(this.tip);
    map.on("click", (event) => {
      const hit = this.sheet.under(event.layerPoint);
      this.lastClick = event.latlng;
      if (hit) this.show(hit, event.latlng);
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
