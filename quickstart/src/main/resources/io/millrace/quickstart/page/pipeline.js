// SPDX-License-Identifier: Apache-2.0
// The drawing: from the left to the right origins, source connectors, topics, sink connectors, tables.

import { count, fillTable, rate, setAttribute, setText, shape } from "./dom.js";

const BOX = { width: 200, height: 44 };
const LEFT = [4, 206, 466, 706, 966];
const WIDTHS = [140, 206, 186, 206, 210];
const STEP = 58;
const TOP = 30;
const SIGNS = { RUNNING: "●", FAILED: "▲", PAUSED: "‖", STOPPED: "■" };
const HEADS = ["comes from", "source connectors", "topics", "sink connectors", "tables in PostgreSQL"];

/** How far a sink is behind: the end is looked at a little earlier than what is stored. */
export const lagOf = (lag) => Math.max(0, lag.end - (lag.stored ?? 0));

export const kindOf = (state) => {
  const kind = String(state).toLowerCase();
  return ["running", "failed", "paused", "stopped", "restarting", "unassigned"].includes(kind) ? kind : "unassigned";
};

/** The worst state of a connector and its tasks, in Connect's words. */
export function stateOf(connector) {
  if (!connector) {
    return "UNKNOWN";
  }
  const states = [connector.state, ...connector.tasks.map((task) => task.state)];
  const worst = states.find((state) => state === "FAILED") ?? states.find((state) => state !== "RUNNING");
  return worst ?? (connector.tasks.length > 0 || connector.state !== "RUNNING" ? connector.state : "UNASSIGNED");
}

export class Drawing {
  constructor(container, table) {
    this.container = container;
    this.table = table;
  }

  update(snapshot) {
    const plan = JSON.stringify(snapshot.flows);
    if (plan !== this.plan) {
      this.plan = plan;
      this.build(snapshot.flows);
    }
    const connectors = new Map(snapshot.connectors.map((each) => [each.name, each]));
    const topics = new Map(snapshot.topics.map((each) => [each.name, each]));
    const tables = new Map(snapshot.tables.map((each) => [each.name, each]));
    const rows = [];
    for (const flow of snapshot.flows) {
      const speed = flow.topics.reduce((sum, name) => sum + (topics.get(name)?.perSecond ?? 0), 0);
      this.say(`origin ${flow.origin}`, rate(speed), "is-origin");
      for (const name of [flow.source, flow.sink]) {
        const state = stateOf(connectors.get(name));
        this.say(`connector ${name}`, `${SIGNS[state] ?? "○"} ${state.toLowerCase()}`, `is-${kindOf(state)}`);
      }
      flow.topics.forEach((name) => this.say(`topic ${name}`, moved(topics.get(name)?.records, topics.get(name)?.perSecond), ""));
      flow.tables.forEach((name) => this.say(`table ${name}`, moved(tables.get(name)?.rows, tables.get(name)?.perSecond), ""));
      this.pipes.filter((pipe) => pipe.flow === flow.origin).forEach((pipe) => {
        const own = pipe.topic ? (topics.get(pipe.topic)?.perSecond ?? 0) : speed;
        setAttribute(pipe.node, "class", own <= 0 ? "" : own < 20 ? "flows slow" : "flows");
      });
      flow.topics.forEach((name, at) => {
        rows.push([flow.origin, `${flow.source} (${stateOf(connectors.get(flow.source)).toLowerCase()})`, name, rate(topics.get(name)?.perSecond ?? 0),
          `${flow.sink} (${stateOf(connectors.get(flow.sink)).toLowerCase()})`, flow.tables[at] ?? "", count(tables.get(flow.tables[at])?.rows ?? 0)]);
      });
    }
    fillTable(this.table, "The pipeline",
      [{ name: "comes from" }, { name: "source connector" }, { name: "topic" }, { name: "records/s", kind: "number" }, { name: "sink connector" }, { name: "table" }, { name: "rows", kind: "number" }], rows);
  }

  build(flows) {
    const lines = flows.map((flow) => Math.max(flow.topics.length, flow.tables.length));
    const height = TOP + lines.reduce((sum, each) => sum + each, 0) * STEP;
    const width = LEFT[4] + WIDTHS[4] + 4;
    this.boxes = new Map();
    this.pipes = [];
    const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Sources, topics, sinks and tables, left to right; the same is in the table below." });
    HEADS.forEach((head, at) => svg.append(shape("text", { class: "head", x: LEFT[at], y: 16 }, head)));
    let top = TOP;
    flows.forEach((flow, number) => {
      this.buildFlow(svg, flow, top, lines[number] * STEP);
      top += lines[number] * STEP;
    });
    this.container.replaceChildren(svg);
  }

  buildFlow(svg, flow, top, height) {
    const middle = top + (height - STEP) / 2;
    const rowOf = (at, all) => top + (height - all * STEP) / 2 + at * STEP;
    const pipe = (column, from, to, topic) => {
      const start = LEFT[column] + WIDTHS[column];
      const end = LEFT[column + 1];
      const bend = (end - start) / 2;
      const d = `M${start} ${from + BOX.height / 2}C${start + bend} ${from + BOX.height / 2} ${end - bend} ${to + BOX.height / 2} ${end} ${to + BOX.height / 2}`;
      const node = shape("g", {}, shape("path", { class: "pipe", d }), shape("path", { class: "water", d }));
      this.pipes.push({ flow: flow.origin, topic, node });
      svg.append(node);
    };
    pipe(0, middle, middle);
    flow.topics.forEach((topic, at) => {
      pipe(1, middle, rowOf(at, flow.topics.length), topic);
      pipe(2, rowOf(at, flow.topics.length), middle, topic);
    });
    flow.tables.forEach((_, at) => pipe(3, middle, rowOf(at, flow.tables.length), flow.topics[at]));
    this.box(svg, 0, middle, `origin ${flow.origin}`, flow.origin);
    this.box(svg, 1, middle, `connector ${flow.source}`, flow.source);
    flow.topics.forEach((topic, at) => this.box(svg, 2, rowOf(at, flow.topics.length), `topic ${topic}`, topic));
    this.box(svg, 3, middle, `connector ${flow.sink}`, flow.sink);
    flow.tables.forEach((table, at) => this.box(svg, 4, rowOf(at, flow.tables.length), `table ${table}`, table));
  }

  box(svg, column, y, key, name) {
    const x = LEFT[column];
    const sub = shape("text", { class: "sub", x: x + 11, y: y + 36 });
    const node = shape("g", {}, shape("rect", { x, y, width: WIDTHS[column], height: BOX.height, rx: 8 }), shape("text", { x: x + 11, y: y + 18 }, name), sub);
    this.boxes.set(key, { node, sub });
    svg.append(node);
  }

  say(key, text, kind) {
    const box = this.boxes.get(key);
    setText(box.sub, text);
    setAttribute(box.node, "class", kind);
  }
}

function moved(number, perSecond) {
  return number === undefined ? "nothing yet" : `${count(number)} · ${rate(perSecond ?? 0)}`;
}
