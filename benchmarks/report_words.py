"""What the page says beside its numbers."""

from __future__ import annotations

NOTHING = "Nothing measured yet."

HEAD = """
# Benchmarks

Made by `python -m benchmarks` from what it measured; see `benchmarks/__main__.py` for its parts. It can be
interrupted and goes on where it was. Nothing here is typed by hand. Money is CNY. Every plan was written to a folder
of its own and judged there: by the checker, and by an independent judge where one was at hand ("judges" has both:
valid of all). A plan that is not valid is not counted. Seeds are 1, 2, 3 …; numbers are means over them.
"""

BY_SIZE = """
`fangang plan` as anybody runs it, on all cores of the machine. "Seconds given" is `--seconds`; "seconds" the longest
that the command took from its start to its end; "first plan" the second in which it first told a plan that serves
anybody; memory is the peak of all its processes together. The net gap is (objective − bound) / (objective −
unservable penalty): the penalty is what no plan avoids, as told by the instance, else by the plan's proven reasons;
the net objective is the objective less that penalty.
"""

PEERS = """
Twelve slices of scenarios that routing tools can do: coaches alone, one day or one night and two days. Everybody has
the same seconds on one and the same core, from the start of the process; ours until its files are written, a peer
until its search ends (making a plan of its routes is not counted). A peer's routes are given times by the contract's
driving rules and coaches by the contract's outings; what does not work as given is repaired: a chain of runs is taken
apart, a run halved, the cheapest free coach sought ("repairs" counts the runs). Then the same judges.

How each slice is made stands in `benchmarks/slices.py`. In the eight short ones the peers can express every rule:
seats, windows, standing times, turnaround, fleet, days, kilometres loaded and empty. In the four of the night,
breaks, night driving and curfew are theirs only as longer minutes, and second drivers as a price by the minute.

How the peers are tuned (`benchmarks/peers`):

- **All**: groups with the same way and window are pooled and cut into full coaches and a remainder. Prices by type of
  coach; an empty kilometre at its own price; a day with a driver as the fixed cost; several runs by one coach in a
  day, with the turnaround. The hours of those aboard are priced by a mean load that was tuned on such slices (0.8 of
  the seats between stops; on the way to the first goal 0.9 at a hub, 0.5 elsewhere). An unserved worker costs what
  the contract says.
- **PyVRP** 0.14: where all ways meet at one hub, clients with reloads at the hub, its home ground; elsewhere
  shipments, three answers with other mean loads, of which the best counts. A second driver is overtime. Stops of a run
  are a second load at a hub.
- **VROOM** (pyvroom): shipments, exploration 5; it ends early, so it answers several times with other mean loads, and
  its best answer counts. It knows no seed: the seed shuffles the tasks.
- **OR-Tools routing**: pickup and delivery, parallel cheapest insertion, guided local search; hours priced exactly,
  by who is aboard. The seed shuffles the tasks.
- **Pooled dispatcher**: pools by city and day, coaches filled one after the other; see
  `benchmarks/peers/dispatcher.py`.
"""

WHOLE = """
The pooled dispatcher plans the whole scenario: pools by city and day, one hub for each province, feeders, services
and last-mile coaches; whoever is left is tried again by any service, then by coach. It takes the time that it needs.
Money and hours leave the price of unserved workers out; since the two plans serve different numbers, the ratio for
each worker served stands beside it. The goal is 0.72 of the dispatcher's money and hours.
"""

LITERATURE = """
Instances of the literature written as scenarios: CVRP X (Uchoa et al.) and a heterogeneous fleet (Pessoa et al.).
Goals: within 0.5 % of X-n101-k25's 27,591 and within 1 % of X101-FSMFD's 35,170.24.
"""

SHANDONG = """
Shandong published 12,349 coach runs for 238,300 person-trips up to 22 March 2020, of which 441 by charter flight
(People's Daily Online, 13 April 2020); what went by train is not told. Beside it the plan of campaign-XL, an invented
campaign of as many workers: a comparison of sizes, not a claim about history.
"""
