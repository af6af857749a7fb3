// SPDX-License-Identifier: Apache-2.0
// Charts drawn by uPlot, each with a legend that shows the last values and a table of the same numbers.

import { count, decimal, element, fillTable, keyed, setAttribute, setText, time } from "./dom.js";

const HEIGHT = 210;
const dark = matchMedia("(prefers-color-scheme: dark)");
const color = (number) => getComputedStyle(document.documentElement).getPropertyValue(`--c${1 + (number % 10)}`).trim();
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Series over time, as lines or as bars that stand on each other. */
class Chart {
  constructor(container, { title, unit, format = count }) {
    this.title = title;
    this.unit = unit;
    this.format = format;
    this.plotted = element("div", { class: "plot", role: "img", "aria-label": title });
    this.legend = element("ul", { class: "legend" });
    this.table = element("table");
    const scroll = element("div", { class: "scroll", role: "region", "aria-label": `${title}, as a table`, tabindex: "0" }, this.table);
    this.details = element("details", {}, element("summary", {}, "As a table"), scroll);
    this.details.addEventListener("toggle", () => this.fillTable());
    container.append(this.plotted, this.legend, this.details);
    this.times = [];
    this.series = [];
    dark.addEventListener("change", () => this.draw());
    new ResizeObserver(() => this.resize()).observe(this.plotted);
  }

  /** Series are {name, values}; a value is null where there is none. */
  update(times, series) {
    const isSame = this.names() === series.map((each) => each.name).join();
    this.times = times;
    this.series = series;
    if (isSame && this.plot) {
      this.plot.setData(this.data());
    } else {
      this.draw();
    }
    this.describe();
    this.fillTable();
  }

  names() {
    return this.series.map((each) => each.name).join();
  }

  draw() {
    this.plot?.destroy();
    this.plot = null;
    if (this.times.length > 0 && this.plotted.clientWidth > 0) {
      this.plot = new uPlot(this.options(), this.data(), this.plotted);
      setAttribute(this.plotted, "data-scheme", dark.matches ? "dark" : "light");
    }
  }

  resize() {
    if (!this.plot) {
      this.draw();
    } else if (this.plotted.clientWidth !== this.plot.width) {
      this.plot.setSize({ width: this.plotted.clientWidth, height: HEIGHT });
    }
  }

  options() {
    const axis = { stroke: token("--soft"), grid: { stroke: token("--grid"), width: 1 }, ticks: { stroke: token("--grid"), width: 1 }, font: "12px system-ui, sans-serif" };
    return {
      width: this.plotted.clientWidth,
      height: HEIGHT,
      padding: [8, 26, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: true, ...this.xScale() }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] } },
      axes: [
        { ...axis, space: 70, values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toLocaleTimeString("en-GB", this.clock())) },
        { ...axis, size: 62, values: (_, ticks) => ticks.map((tick) => this.format(tick)) },
      ],
      series: [{}, ...this.drawn()],
    };
  }

  describe() {
    const items = keyed(this.legend, this.series.map((each) => each.name), (name) =>
      element("li", {}, element("span", { class: "swatch" }), element("span", {}, name), element("strong")),
    );
    this.series.forEach((each, at) => {
      const item = items.get(each.name);
      item.children[0].style.background = `var(--c${1 + (at % 10)})`;
      setText(item.children[2], this.shown(each.values.at(-1)));
    });
    const last = this.series.map((each) => `${each.name} ${this.shown(each.values.at(-1))}`).join(", ");
    setAttribute(this.plotted, "aria-label", `${this.title}. Last: ${last || "nothing yet"}.`);
  }

  shown(value) {
    return value === null || value === undefined ? "–" : `${this.format(value)}${this.unit}`;
  }

  fillTable() {
    if (!this.details.open) {
      return;
    }
    const every = Math.max(1, Math.ceil(this.times.length / 30));
    const rows = [];
    for (let at = this.times.length - 1; at >= 0; at -= every) {
      rows.push([time(this.times[at]), ...this.series.map((each) => this.shown(each.values[at]))]);
    }
    const columns = [{ name: "time" }, ...this.series.map((each) => ({ name: each.name, kind: "number" }))];
    fillTable(this.table, this.title, columns, rows);
  }
}

export class Lines extends Chart {
  data() {
    return [this.times.map((at) => at / 1000), ...this.series.map((each) => each.values)];
  }

  drawn() {
    return this.series.map((each, at) => ({ label: each.name, stroke: color(at), width: 2, points: { show: false }, spanGaps: false, ...(each.dash ? { dash: each.dash } : {}) }));
  }

  xScale() {
    return {};
  }

  clock() {
    return {};
  }
}

export class StackedBars extends Chart {
  /** uPlot draws later series over earlier ones: the highest sum comes first. */
  data() {
    const sums = this.times.map(() => 0);
    const stacked = this.series.map((each) => each.values.map((value, at) => (sums[at] += value ?? 0)));
    return [this.times.map((at) => at / 1000), ...stacked.reverse()];
  }

  drawn() {
    const bars = uPlot.paths.bars({ size: [0.75, 48] });
    return this.series
      .map((each, at) => ({ label: each.name, fill: color(at), stroke: color(at), width: 0, paths: bars, points: { show: false } }))
      .reverse();
  }

  xScale() {
    return { range: () => [this.times[0] / 1000 - 40, this.times.at(-1) / 1000 + 40] };
  }

  clock() {
    return { hour: "2-digit", minute: "2-digit" };
  }
}

/** Columns for buckets: {name, count, buckets} by the buckets' upper ends. */
export class Histogram {
  constructor(container) {
    this.columns = element("div", { class: "histogram", role: "img" });
    this.legend = element("ul", { class: "legend" });
    this.table = element("table");
    const scroll = element("div", { class: "scroll", role: "region", "aria-label": "Latency, as a table", tabindex: "0" }, this.table);
    this.details = element("details", {}, element("summary", {}, "As a table"), scroll);
    container.append(this.columns, this.legend, this.details);
  }

  update(series, uppers) {
    const names = [...uppers.map((upper) => `≤ ${duration(upper)}`), `> ${duration(uppers.at(-1))}`];
    const highest = Math.max(1, ...series.flatMap((each) => each.buckets));
    const columns = keyed(this.columns, names, (name) => element("div", { class: "bucket" }, element("div", { class: "bars" }), element("span", {}, name)));
    names.forEach((name, at) => {
      const bars = keyed(columns.get(name).firstElementChild, series.map((each) => each.name), () => element("div"));
      series.forEach((each, number) => {
        const bar = bars.get(each.name);
        bar.style.height = `${(100 * each.buckets[at]) / highest}%`;
        bar.style.background = `var(--c${number + 1})`;
      });
    });
    this.describe(series, names);
  }

  describe(series, names) {
    const items = keyed(this.legend, series.map((each) => each.name), (name) => element("li", {}, element("span", { class: "swatch" }), element("span", {}, name), element("strong")));
    series.forEach((each, number) => {
      items.get(each.name).firstElementChild.style.background = `var(--c${number + 1})`;
      setText(items.get(each.name).lastElementChild, count(each.count));
    });
    const spoken = series.map((each) => `${each.name}: ${names.map((name, at) => `${each.buckets[at]} ${name}`).join(", ")}`);
    setAttribute(this.columns, "aria-label", spoken.join(". "));
    fillTable(this.table, "Latency of the last ten seconds", [{ name: "took" }, ...series.map((each) => ({ name: each.name, kind: "number" }))],
      names.map((name, at) => [name, ...series.map((each) => count(each.buckets[at]))]));
  }
}

function duration(upperMs) {
  return upperMs < 1000 ? `${upperMs} ms` : `${decimal(upperMs / 1000)} s`;
}
