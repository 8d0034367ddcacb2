/* The start page: plans a case or an own scenario, follows it, shows what came of it. */

import { element, faultSheet, fill, sheet } from "./tables.js";
import { ProgressView } from "./progress.js";

const { api, lang, words } = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const view = new ProgressView(words, lang);
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const KEPT = "fangang plans";
let events = null;
let current = null;

class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

async function call(path, options) {
  const answer = await fetch(path, options);
  const document_ = await answer.json();
  if (!answer.ok) throw new ProblemError(document_);
  return document_;
}

async function plan(title, path, options = {}) {
  begin(title);
  try {
    const asked = `${api}/${path}?seconds=${at("seconds").value}`;
    const status = await call(asked, { method: "POST", ...options });
    remember(status, title);
    history.replaceState(null, "", `#plan=${status.id}`);
    follow(status);
  } catch (error) {
    tell(error);
  }
}

function begin(title) {
  events?.close();
  view.begin(title);
  at("job").scrollIntoView();
}

function follow(status) {
  current = status;
  view.show(status);
  events = new EventSource(status.links.events);
  events.addEventListener("progress", (event) => view.show(JSON.parse(event.data)));
  events.addEventListener("end", (event) => {
    events.close();
    end(JSON.parse(event.data));
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) view.fail(words.lost);
  });
}

async function end(status) {
  current = status;
  view.show(status);
  if (status.state === "cancelled") return view.fail(words.cancelled);
  if (status.state === "failed") return view.fail(status.error);
  try {
    const [result, summary, left] = await Promise.all([
      call(status.links.result),
      call(`${status.links.summary}?lang=${lang}`),
      call(`${status.links.unserved}?lang=${lang}`),
    ]);
    show(status, result, summary, left);
  } catch (error) {
    tell(error);
  }
  return undefined;
}

function show(status, result, summary, left) {
  at("making").hidden = true;
  at("done").hidden = false;
  at("headline").textContent = summary.headline;
  figures(result);
  at("crashed").hidden = status.stop_reason !== "crashed";
  at("facts").replaceChildren(
    ...summary.facts.flatMap(({ label, value }) => [element("dt", label), element("dd", value)]),
  );
  at("sheets").replaceChildren(...summary.tables.map(sheet), leftBehind(left), element("p", summary.note, "note"));
  for (const name of ["map", "timeline"]) {
    const address = `${status.links[name]}?lang=${lang}`;
    at(`${name}-alone`).href = address;
    at(name).dataset.address = address;
    at(name).removeAttribute("src");
  }
  at("workbook").href = `${status.links.workbook}?lang=${lang}`;
  at("geojson").href = status.links.geojson;
  at("files").href = status.links.files;
  compareWith(status);
  select("map");
}

function figures(result) {
  const whole = view.money;
  const money = (amount) => `${whole.format(amount)} ${result.currency}`;
  const big = (id, text, small) => at(id).replaceChildren(text, small ? element("small", small) : "");
  big("served", `${whole.format(result.served)} / ${whole.format(result.asked)}`);
  big("money", money(result.money), fill(words.per_worker, { money: money(result.money_per_worker) }));
  big("hours", fill(words.hours_each, { hours: result.hours_per_worker.toFixed(1) }));
  big("final-gap", `${(100 * result.gap).toFixed(1)} %`);
}

function leftBehind({ unserved }) {
  if (!unserved.length) return element("p", words.everyone);
  const keys = ["demand", "employer", "from", "to", "workers", "reason", "proven", "detail"];
  return sheet({
    title: words.left_behind,
    columns: keys.map((key) => words[key]),
    rows: unserved.map((row) => [
      row.demand_id, row.employer, row.pickup, row.workplace, row.headcount, row.reason_words,
      row.proven ? words.yes : words.no, row.detail,
    ]),
    numbers: [4],
  });
}

/* An iframe is filled when it is first seen: a map that is drawn while hidden has no size. */
function select(name) {
  for (const pane of ["map", "timeline", "tables"]) {
    at(`tab-${pane}`).setAttribute("aria-selected", String(pane === name));
    at(`tab-${pane}`).tabIndex = pane === name ? 0 : -1;
    at(`pane-${pane}`).hidden = pane !== name;
  }
  const frame = at(name);
  if (frame?.dataset.address && !frame.src) frame.src = frame.dataset.address;
}

function remember(status, title) {
  const plans = kept().filter((one) => one.id !== status.id);
  plans.unshift({ id: status.id, title: `${title} (${at("seconds").value} ${words.seconds})` });
  sessionStorage.setItem(KEPT, JSON.stringify(plans.slice(0, 6)));
}

function kept() {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
}

function compareWith(status) {
  const others = kept().filter((one) => one.id !== status.id);
  at("others").hidden = !others.length;
  at("other-plans").replaceChildren(
    ...others.flatMap((one) => {
      const link = element("a", one.title);
      link.href = `${api}/comparison/page?plan=${one.id}&plan=${status.id}&lang=${lang}`;
      link.target = "_blank";
      link.rel = "noopener";
      return [link, " "];
    }),
  );
}

function tell(error) {
  if (error instanceof ProblemError) view.fail(error.problem.detail, faultSheet(error.problem, words));
  else view.fail(words.lost);
}

function body(file) {
  const type = file.name.toLowerCase().endsWith(".json") ? "application/json" : XLSX;
  return { method: "POST", body: file, headers: { "Content-Type": type } };
}

async function check(file) {
  at("checked").textContent = words.checking;
  at("checked").className = "";
  at("own-faults").replaceChildren();
  at("plan-own").hidden = true;
  try {
    const found = await call(`${api}/scenarios/check`, body(file));
    const counts = { workers: found.workers, demands: found.rows.demands, sites: found.rows.sites };
    at("checked").textContent = `${found.name || file.name}: ${fill(words.usable, counts)}`;
    if (found.warnings.length) {
      const rows = found.warnings.map((one) => [one.place, one.row ?? "", one.column ?? "", one.text]);
      const columns = ["place", "row", "column", "detail"].map((key) => words[key]);
      at("own-faults").replaceChildren(sheet({ title: words.warnings, columns, rows, numbers: [1] }));
    }
    at("plan-own").hidden = false;
  } catch (error) {
    const told = error instanceof ProblemError;
    at("checked").textContent = `${file.name}: ${told ? error.problem.detail : words.lost}`;
    at("checked").className = "trouble";
    if (told) at("own-faults").replaceChildren(faultSheet(error.problem, words));
  }
}

async function resume() {
  const id = new URLSearchParams(location.hash.slice(1)).get("plan");
  if (!id) return;
  try {
    const status = await call(`${api}/plans/${encodeURIComponent(id)}`);
    view.begin(status.scenario);
    follow(status);
  } catch {
    history.replaceState(null, "", location.pathname + location.search);
  }
}

for (const button of document.querySelectorAll(".plan")) {
  button.addEventListener("click", () =>
    plan(button.dataset.title, `cases/${encodeURIComponent(button.dataset.case)}/plans`));
}
at("stop").addEventListener("click", async () => {
  if (!current) return;
  try {
    view.show(await call(current.links.stop, { method: "POST" }));
  } catch (error) {
    tell(error);
  }
});
const tabs = ["map", "timeline", "tables"];
tabs.forEach((name, n) => {
  at(`tab-${name}`).addEventListener("click", () => select(name));
  at(`tab-${name}`).addEventListener("keydown", ({ key }) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (!step) return;
    const next = tabs[(n + step + tabs.length) % tabs.length];
    select(next);
    at(`tab-${next}`).focus();
  });
});
at("file").addEventListener("change", () => at("file").files[0] && check(at("file").files[0]));
at("plan-own").addEventListener("click", () => {
  const [file] = at("file").files;
  plan(file.name, "plans", body(file));
});
at("other-lang").addEventListener("click", (event) => {
  event.currentTarget.href += location.hash;
});
resume();
