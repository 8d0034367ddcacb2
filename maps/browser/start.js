// The page put together: views on their maps, panel, clock; several maps move as one.

function start(maps, data) {
  const language = new Language(data.words, data.drawn[0].plan.day0);
  const planned = data.drawn.some(({ plan }) => plan.runs !== null);
  const page = { language, colours: data.colours, tiles: data.tiles, ground: readGround(data.ground) };
  const layers = [...data.drawn[0].plan.modes, ...data.drawn[0].plan.kinds, "unserved", "names"];
  page.state = { shown: Object.fromEntries(layers.map((key) => [key, true])), period: { kind: "all" } };
  page.state.shown.demand = !planned;
  if (maps.length > 1) document.body.classList.add("fg-two");
  page.views = maps.map((map, place) => new View(map, data.drawn[place], page));
  page.repaint = () => page.views.forEach((view) => view.sheet.repaint());
  page.panel = new Panel(page);
  if (page.views.some(({ model }) => model.runs.length)) page.clock = new ClockBar(page);
  maps.forEach((map) => map.invalidateSize({ animate: false }));
  if (maps.length > 1) together(page);
  else page.views[0].fit();
  page.views.forEach((view) => view.map.addControl(new Whole(view)));
  const source = language.say("borders", { source: data.source });
  maps.forEach((map) => map.attributionControl.setPrefix("Leaflet"));
  maps.at(-1).attributionControl.addAttribution(element("span", {}, source).outerHTML);
  document.documentElement.dataset.ready = "true";
  return page;
}

const Whole = L.Control.extend({
  options: { position: "topright" },
  initialize(view) {
    this.view = view;
  },
  onAdd() {
    const label = this.view.language.say("fit");
    const button = element("a", { href: "#", role: "button", title: label, "aria-label": label }, "⤢");
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", (event) => {
      event.preventDefault();
      this.view.fit();
    });
    return element("div", { class: "leaflet-bar" }, button);
  },
});

function together(page) {
  const bounds = page.views.reduce((all, view) => all.extend(view.bounds), L.latLngBounds([]));
  page.views.forEach((view) => {
    view.bounds = bounds;
    const title = element("div", { class: "fg-title" }, element("b", {}, view.title), ` ${headline(view, page.language)}`);
    view.map.getContainer().append(title);
  });
  let leading = null;
  const follow = (map) => {
    if (leading) return;
    leading = map;
    for (const other of page.views) {
      if (other.map !== map) other.map.setView(map.getCenter(), map.getZoom(), { animate: false });
    }
    leading = null;
  };
  page.views.forEach(({ map }) => map.on("move", () => follow(map)));
  page.views[0].fit();
  follow(page.views[0].map);
}
