// Legs between the same two places drawn as one line; seen from afar, places are counties or cities.

const MOST_LINES = [600, 450, Infinity];

function gather(legs, level) {
  const flows = new Map();
  const numbers = new Map();
  const number = (node) => {
    if (!numbers.has(node)) numbers.set(node, numbers.size);
    return numbers.get(node);
  };
  for (const leg of legs) {
    const [from, to] = [leg.from.levels[level], leg.to.levels[level]];
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

// The nearest level whose lines in view are few enough to be read.
function readable(legs, frame, lowest = 0) {
  for (let level = lowest; ; level += 1) {
    const flows = gather(legs, level);
    const seen = flows.filter((flow) => frame.shows(frame.at(flow.from), frame.at(flow.to)));
    if (seen.length <= MOST_LINES[level]) return { level, flows: seen };
  }
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
