// A field in which an employer, a place or a run is found by a part of its name.

const MOST_FOUND = 8;

class Finder {
  constructor(page) {
    this.page = page;
    this.language = page.language;
    const label = this.language.say("find");
    this.field = element("input", { type: "search", placeholder: label, "aria-label": label, autocomplete: "off" });
    this.field.addEventListener("input", () => this.list());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.found.length) this.choose(this.found[0]);
    });
    this.results = element("ul", { class: "fg-found" });
    this.box = element("div", { class: "fg-find" }, this.field, this.results);
    this.found = [];
  }

  list() {
    const part = this.field.value.trim().toLowerCase();
    this.found = part ? this.page.views.flatMap((view) => this.matches(view, part)).slice(0, MOST_FOUND) : [];
    const rows = this.found.map((one) => element(
      "li", {},
      element("button", { type: "button", onclick: () => this.choose(one) }, one.name, " ", element("small", {}, one.kind)),
    ));
    if (part && !rows.length) rows.push(element("li", {}, this.language.say("find_none")));
    this.results.replaceChildren(...rows);
  }

  matches(view, part) {
    const { model } = view;
    const has = (...texts) => texts.some((text) => text.toLowerCase().includes(part));
    const employers = model.employers
      .filter(({ name }) => has(name))
      .map((employer) => ({ view, name: employer.name, kind: this.language.say("employer"), open: () => view.showEmployer(employer) }));
    const sites = model.sites
      .filter(({ name, id, weight }) => weight && has(name, id))
      .map((site) => ({ view, name: site.name, kind: this.language.say(site.kind), open: () => view.show({ node: site }) }));
    const runs = model.runs
      .filter(({ id, name }) => has(id, name))
      .map((run) => ({ view, name: `${run.id} ${run.name}`, kind: this.language.mode(run.mode), open: () => view.selectRun(run) }));
    return [employers, sites, runs].flatMap((some, at) => some.slice(0, at ? 2 : 4)).concat(sites.slice(2), runs.slice(2));
  }

  choose({ view, open }) {
    this.field.value = "";
    this.list();
    if (view.map.getSize().x <= 700) this.page.panel.open(false);
    open();
    if (view.selected && !view.showsSelected()) view.zoomToSelected();
  }
}
