const tip = element("tip");

function node(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

const legText = (run, at) => {
  const [here, there] = [run.stops[at], run.stops[at + 1]];
  return `${siteName(here[0])} ${timeOf(here[2] ?? here[1])} → ${siteName(there[0])} ${timeOf(there[1])}`;
};
const loadText = (run, at) => say("load_of", { n: run.stops[at][5], seats: run.seats });
const runTitle = (run) => `${run.name} · ${word[data.modes[run.mode]]}`;

/* A piece in words: a heading, then lines. */
function linesOf(row, piece) {
  switch (piece.kind) {
    case "leg":
      return [runTitle(piece.run), legText(piece.run, piece.at), loadText(piece.run, piece.at)];
    case "stand": {
      const stop = piece.run.stops[piece.at];
      const change = say("stop_of", { on: stop[3], off: stop[4], n: stop[5] });
      return [siteName(stop[0]), runTitle(piece.run), `${word.stand} ${spanOf(piece.start, piece.end)}`, change];
    }
    case "break":
    case "curfew": {
      const when = `${spanOf(piece.start, piece.end)} (${durationOf(piece.end - piece.start)})`;
      const on = piece.run ? legText(piece.run, piece.at) : emptyText(piece.drive);
      return [`${word[piece.kind]} ${when}`, on];
    }
    case "empty":
      return [word.empty, emptyText(piece.drive), say("n_km", { n: piece.drive[4] })];
    case "out":
      return [row.name, joined(say("outing_of", piece), spanOf(piece.start, piece.end)), word.out];
    default:
      return [joined(row.name, say("waits", { n: piece.count })), spanOf(piece.start, piece.end)];
  }
}

function emptyText(drive) {
  return `${siteName(drive[0])} ${timeOf(drive[2])} → ${siteName(drive[1])} ${timeOf(drive[3])}`;
}

function showTip(lines, x, y) {
  tip.replaceChildren(node("b", lines[0]), ...lines.slice(1).map((line) => node("div", line)));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = Math.min(x + 14, window.innerWidth - box.width - 8);
  const below = y + 18 + box.height < window.innerHeight;
  tip.style.left = `${Math.max(left, 4)}px`;
  tip.style.top = `${below ? y + 18 : Math.max(y - box.height - 12, 4)}px`;
}

function hideTip() {
  tip.hidden = true;
}
