// Legs between the same two places drawn as one line; seen from afar, places are counties, cities or provinces.

const MOST_LINES = [260, 220, 160, Infinity];
const TOO_NEAR = [11, 9, 6];
const FARTHEST = 3;

function gather(legs, place) {
  const flows = new Map();
  const numbers = new Map();
  const number = (node) => {
    if (!numbers.has(node)) numbers.set(node, numbers.size);
    return numbers.get(node);
  };
  for (const leg of legs) {
    const [from, to] = [place(leg.from), place(leg.to)];
    if (leg.workers === 0) continue;
    const key = `${leg.mode} ${number(from)} ${number(to)}`;
    let flow = flows.get(key);
    if (!flow) flows.set(key, (flow = { mode: leg.mode, from, to, workers: 0, legs: [], within: from === to }));
    flow.workers += leg.workers;
    flow.legs.push(leg);
  }
  return sideBySide([...flows.values()]);
}

// Lines between the same two places get slots beside each other, each on the right of its direction.
function sideBySide(flows) {
  const pairs = new Map();
  const ids = new Map();
  const id = (node) => {
    if (!ids.has(node)) ids.set(node, ids.size);
    return ids.get(node);
  };
  for (const flow of flows) {
    const [a, b] = [id(flow.from), id(flow.to)];
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(flow);
  }
  for (const pair of pairs.values()) {
    const forth = pair.filter((flow) => flow.from === pair[0].from);
    const back = pair.filter((flow) => flow.from !== pair[0].from);
    for (const side of [forth, back]) {
      side.forEach((flow, at) => {
        flow.ahead = side.slice(0, at);
        flow.alone = pair.length === 1;
        flow.centred = back.length === 0 || forth.length === 0 ? side : null;
      });
    }
  }
  return flows;
}

// The nearest level whose lines are few enough to be read; areas that fill the view are never drawn as one place.
// Where even then too many end in the view, their ends outside are drawn together by area, and those that only
// pass through are left out.
function readable(legs, frame) {
  const farthest = TOO_NEAR.filter((zoom) => frame.zoom < zoom).length;
  const seen = (flow) => frame.shows(frame.at(flow.from), frame.at(flow.to));
  for (let level = 0; ; level += 1) {
    const flows = gather(legs, (site) => site.levels[level]).filter(seen);
    const few = flows.length <= MOST_LINES[level];
    if (few || level === FARTHEST) return { level, flows, many: flows.length > 120 };
    if (level >= farthest) return { level, flows: endingHere(legs, frame, level), many: true, cut: true };
  }
}

function endingHere(legs, frame, level) {
  const places = new Map();
  const isHere = (node) => {
    if (!places.has(node)) places.set(node, frame.shows(frame.at(node), frame.at(node)));
    return places.get(node);
  };
  const far = (site) => site.levels[[3, 2, 1, 0].find((above) => above === level || !isHere(site.levels[above]))];
  const ending = legs.filter((leg) => isHere(leg.from.levels[level]) || isHere(leg.to.levels[level]));
  return gather(ending, (site) => (isHere(site.levels[level]) ? site.levels[level] : far(site)));
}

function lineWidth(workers, most) {
  return 1.4 + 8.6 * Math.sqrt(workers / Math.max(most, 60));
}

// The middle of a flow's line lies this far to the right of the straight way between its places.
function sideStep(flow, width) {
  if (flow.alone) return 0;
  const before = flow.ahead.reduce((sum, one) => sum + width(one) + 1, 0);
  if (!flow.centred) return before + width(flow) / 2 + 1;
  const whole = flow.centred.reduce((sum, one) => sum + width(one) + 1, -1);
  return before + width(flow) / 2 - whole / 2;
}
