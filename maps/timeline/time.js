const DAY = 1440;
const baseMs = Date.parse(`${data.base}T00:00Z`);
const weekdays = word.weekdays.split(" ");
const two = (number) => String(number).padStart(2, "0");

const clockOf = (t) => `${two(Math.floor((((t % DAY) + DAY) % DAY) / 60))}:${two(Math.floor((((t % 60) + 60) % 60)))}`;

function dayOf(t) {
  const date = new Date(baseMs + Math.floor(t / DAY) * DAY * 60000);
  return `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

const weekdayOf = (t) => weekdays[new Date(baseMs + Math.floor(t / DAY) * DAY * 60000).getUTCDay()];
const timeOf = (t) => `${dayOf(t)} ${clockOf(t)}`;

function spanOf(start, end) {
  return dayOf(start) === dayOf(end) ? `${timeOf(start)}–${clockOf(end)}` : `${timeOf(start)} – ${timeOf(end)}`;
}

function durationOf(minutes) {
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
}

/* The parts of [from, to] that lie in the clock interval [start, end), past midnight if need be. */
function* bands(interval, from, to) {
  if (!interval || interval[0] === interval[1]) return;
  const length = (interval[1] - interval[0] + DAY) % DAY;
  for (let t = Math.floor(from / DAY) * DAY - DAY + interval[0]; t < to; t += DAY) {
    if (t + length > from) yield [Math.max(t, from), Math.min(t + length, to)];
  }
}

/* Minutes between ticks so that each has room for its label. */
function tickStep(pixelsPerMinute) {
  const steps = [5, 10, 15, 30, 60, 120, 180, 360, 720, DAY];
  return steps.find((step) => step * pixelsPerMinute >= 46) ?? DAY;
}
